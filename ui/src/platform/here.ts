// What does the interface run in?
import { browser, takeToken } from "./http";
import type { Platform } from "./platform";
import { desktop } from "./tauri";
import { noteViolations } from "./violations";

/** The window's own door, or that of the local server. */
export function here(): Platform {
  noteViolations();
  return "__TAURI_INTERNALS__" in window ? desktop : browser(takeToken());
}
