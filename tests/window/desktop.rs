//! A desktop of a test's own: a screen that nobody sees, a session bus, a home folder. All end with it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::driver::PROGRAM;

/// How long programs have to leave when they are asked to.
const PATIENCE: Duration = Duration::from_secs(2);

/// A program in a process group of its own, which ends with this value: the webview's helpers too.
pub(crate) struct Running(Child);

impl Running {
    /// Starts it; the tests cannot go on without.
    pub(crate) fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.process_group(0).spawn();
        Self(child.unwrap_or_else(|error| {
            panic!("{name} does not start ({error}); `cargo xtask test` installs it")
        }))
    }

    /// The first line that it prints.
    fn first_line(&mut self) -> String {
        let mut line = String::new();
        let output = self.0.stdout.take().expect("its output is ours");
        BufReader::new(output).read_line(&mut line).expect("its output is text");
        line.trim().to_owned()
    }

    fn signal_group(&self, signal: &str) {
        let group = format!("-{}", self.0.id());
        // A group that is gone already is what we want.
        let _ = Command::new("kill").args([signal, "--", &group]).stderr(Stdio::null()).status();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.signal_group("-TERM");
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end && matches!(self.0.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(20));
        }
        self.signal_group("-KILL");
        let _ = self.0.wait();
    }
}

/// The screen, the bus and the home folder.
pub(crate) struct Desktop {
    // Fields end from the top: who needs the screen before the screen.
    _bus: Running,
    _screen: Running,
    display: String,
    bus_address: String,
    home: tempfile::TempDir,
    takes_pictures: bool,
}

impl Desktop {
    /// Sets one up.
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        for folder in ["config", "data", "cache", "runtime"] {
            fs::create_dir(home.path().join(folder)).expect("a folder in the home folder");
        }
        // What lies at the runtime folder is refused by its users when others may read it.
        let only_we = fs::Permissions::from_mode(0o700);
        fs::set_permissions(home.path().join("runtime"), only_we)
            .expect("permissions of the runtime folder");

        let mut screen = Command::new("Xvfb");
        screen.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1280x900x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ]);
        let mut screen = Running::start(screen.stdout(Stdio::piped()).stderr(Stdio::null()));
        let display = format!(":{}", screen.first_line());

        let mut bus = Command::new("dbus-daemon");
        bus.args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        surround(&mut bus, &display, home.path());
        let mut bus = Running::start(&mut bus);
        let bus_address = bus.first_line();

        Self { _bus: bus, _screen: screen, display, bus_address, home, takes_pictures: true }
    }

    /// One on which the page is drawn as it is for users without a graphics card. The driver takes no picture of such a
    /// page where nothing moves: it waits for a change.
    pub(crate) fn without_pictures() -> Self {
        Self { takes_pictures: false, ..Self::new() }
    }

    /// The home folder.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// The data folder of the program.
    pub(crate) fn data(&self) -> PathBuf {
        self.home().join("longshore")
    }

    /// The number of the screen.
    pub(crate) fn display(&self) -> &str {
        &self.display
    }

    /// The windows' programs that run on this desktop, by their numbers.
    pub(crate) fn studios(&self) -> Vec<String> {
        let ours = self.data().display().to_string();
        let programs = fs::read_dir("/proc").expect("processes").flatten();
        let is_ours = |program: &Path| {
            fs::read_link(program.join("exe")).is_ok_and(|exe| exe.to_str() == Some(PROGRAM))
                && fs::read(program.join("environ"))
                    .is_ok_and(|all| String::from_utf8_lossy(&all).contains(&ours))
        };
        let running = programs.map(|program| program.path()).filter(|program| is_ours(program));
        running.filter_map(|program| Some(program.file_name()?.to_str()?.to_owned())).collect()
    }

    /// Listens to what is said to the user, from now on.
    pub(crate) fn notifications(&self) -> Notifications {
        const SAID: &str =
            "type='method_call',interface='org.freedesktop.Notifications',member='Notify'";
        let file = self.home().join("notifications.log");
        let output = fs::File::create(&file).expect("a file in the home folder");
        let mut monitor = self.program("dbus-monitor");
        monitor.args(["--session", SAID]).stdout(output).stderr(Stdio::null());
        let monitor = Notifications { _monitor: Running::start(&mut monitor), file };
        let end = Instant::now() + PATIENCE;
        // It says its own name first.
        while Instant::now() < end && monitor.all().is_empty() {
            std::thread::sleep(Duration::from_millis(20));
        }
        monitor
    }

    /// When the window's program was started, in milliseconds since 1970.
    pub(crate) fn began(&self) -> f64 {
        let program = self.studios().pop().expect("the program runs");
        let stat = fs::read_to_string(format!("/proc/{program}/stat")).expect("the program runs");
        // Behind the name, which stands in brackets: the twentieth number, in hundredths of a second since the start of
        // the machine.
        let (_, numbers) = stat.rsplit_once(')').expect("a name in brackets");
        let began: f64 =
            numbers.split(' ').nth(20).and_then(|number| number.parse().ok()).expect("a time");
        let uptime = fs::read_to_string("/proc/uptime").expect("the machine runs");
        let uptime: f64 =
            uptime.split(' ').next().and_then(|time| time.parse().ok()).expect("a time");
        crate::measuring::now() - uptime * 1000.0 + began * 10.0
    }

    /// How much memory the window's processes take, in kilobytes, what they share divided among those who share it.
    pub(crate) fn memory(&self) -> Vec<(String, u64)> {
        let ours = self.data().display().to_string();
        let programs = fs::read_dir("/proc").expect("processes").flatten().map(|one| one.path());
        let kilobytes = |program: &Path| {
            let shares = fs::read_to_string(program.join("smaps_rollup")).ok()?;
            let line = shares.lines().find(|line| line.starts_with("Pss:"))?;
            line.split_whitespace().nth(1)?.parse().ok()
        };
        let of_window = programs.filter_map(|program| {
            let exe = fs::read_link(program.join("exe")).ok()?;
            let name = exe.file_name()?.to_str()?.to_owned();
            let environment = fs::read(program.join("environ")).ok()?;
            let is_ours = String::from_utf8_lossy(&environment).contains(&ours);
            let is_window = name == "longshore-studio"
                || name.starts_with("WebKit") && !name.contains("Driver");
            (is_ours && is_window).then_some(())?;
            Some((name, kilobytes(&program)?))
        });
        of_window.collect()
    }

    /// A program that will run on this desktop.
    pub(crate) fn program(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        surround(&mut command, &self.display, self.home.path());
        if self.takes_pictures {
            command.env("WEBKIT_DISABLE_COMPOSITING_MODE", "0");
        }
        command
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus_address)
            .env("LONGSHORE_HOME", self.data());
        command
    }
}

/// What is said to the user.
pub(crate) struct Notifications {
    _monitor: Running,
    file: PathBuf,
}

impl Notifications {
    fn all(&self) -> String {
        fs::read_to_string(&self.file).unwrap_or_default()
    }

    /// What was said so far, as the bus carried it.
    pub(crate) fn said(&self) -> String {
        self.all().split_once("member=Notify").map(|(_, said)| said.to_owned()).unwrap_or_default()
    }
}

fn surround(command: &mut Command, display: &str, home: &Path) {
    command
        .env("DISPLAY", display)
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("XDG_RUNTIME_DIR", home.join("runtime"))
        .env("GDK_BACKEND", "x11")
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env("NO_AT_BRIDGE", "1")
        .env("LANG", "C.UTF-8")
        .env_remove("WAYLAND_DISPLAY");
}
