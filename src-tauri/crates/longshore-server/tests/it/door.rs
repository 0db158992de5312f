//! A server with a data folder of its own, and somebody who asks it.

use std::{
    io::{BufRead, BufReader, Read},
    path::PathBuf,
};

use longshore_app::{Home, Studio, events::Event};
use longshore_server::{Serving, Settings, serve};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use ureq::http::{Request, Response};

/// A server, closed with this value.
pub(crate) struct Door {
    runtime: Runtime,
    serving: Option<Serving>,
    studio: Studio,
    pub(crate) folder: TempDir,
    agent: ureq::Agent,
    pub(crate) address: String,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    pub(crate) headers: ureq::http::HeaderMap,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Door {
    pub(crate) fn open() -> Self {
        Self::open_with(None)
    }

    /// With the interface of a folder.
    pub(crate) fn open_with(interface: Option<PathBuf>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let runtime = Runtime::new().unwrap();
        let home = Home::at(folder.path().join("home")).unwrap();
        let (studio, serving) = runtime.block_on(async {
            let studio = Studio::open(home).await.unwrap();
            let serving = serve(studio.clone(), Settings { port: 0, interface }).await.unwrap();
            (studio, serving)
        });
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(std::time::Duration::from_secs(60)))
            .build()
            .new_agent();
        let address = serving.address().to_string();
        Self { runtime, serving: Some(serving), studio, folder, agent, address }
    }

    pub(crate) fn token(&self) -> &str {
        self.serving.as_ref().unwrap().token()
    }

    pub(crate) fn tell(&self, event: Event) {
        self.studio.events().tell(event);
    }

    /// Sends a request as it is.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let answer = self.begin(method, path, headers, body);
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let mut bytes = Vec::new();
        answer.into_body().into_reader().read_to_end(&mut bytes).unwrap();
        Answer { status, body: bytes, headers }
    }

    fn begin(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Response<ureq::Body> {
        let mut request =
            Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let config = self.agent.configure_request(request.body(body.to_vec()).unwrap());
        self.agent.run(config.allow_non_standard_methods(true).build()).unwrap()
    }

    /// Sends a request with the token.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        let token = format!("Bearer {}", self.token());
        let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
        self.send(method, path, &headers, body)
    }

    /// Carries out a command.
    pub(crate) fn rpc(&self, name: &str, request: &Value) -> Answer {
        let body = json!({ "name": name, "request": request }).to_string();
        self.ask("POST", "/rpc", body.as_bytes())
    }

    /// The lines that tell what changes.
    pub(crate) fn listen(&self) -> impl Iterator<Item = Value> + use<> {
        let token = format!("Bearer {}", self.token());
        let answer = self.begin("GET", "/events", &[("authorization", &token)], &[]);
        assert_eq!(answer.status(), 200);
        let lines = BufReader::new(answer.into_body().into_reader()).lines();
        lines.map_while(Result::ok).filter_map(|line| {
            let data = line.strip_prefix("data: ")?;
            Some(serde_json::from_str(data).unwrap())
        })
    }

    /// Closes the server, and waits until it is.
    pub(crate) fn close(&mut self) {
        if let Some(serving) = self.serving.take() {
            self.runtime.block_on(serving.close());
        }
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.close();
    }
}
