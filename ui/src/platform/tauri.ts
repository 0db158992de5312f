// The one door to the desktop window: nothing else imports @tauri-apps.
import { getVersion } from "@tauri-apps/api/app";
import type { Platform } from "./platform";

export const desktop: Platform = {
  version: getVersion,
};
