import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { words } from "./app/words";
import { desktop } from "./platform/tauri";

const place = document.getElementById("root");
if (place) {
  createRoot(place).render(<App platform={desktop} words={words()} />);
}
