import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.css";
import "./app/base.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { shareNonce } from "./app/nonce";
import { newQueries } from "./app/queries";
import { newRouter } from "./app/router";
import { words } from "./app/words";
import { here } from "./platform/here";

shareNonce();
const place = document.getElementById("root");
if (place) {
  createRoot(place).render(<App platform={here()} words={words()} queries={newQueries()} router={newRouter()} />);
}
