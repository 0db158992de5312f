import { createContext, use } from "react";

/** What the interface asks of whatever it runs in. Features know only this, never who answers. */
export interface Platform {
  /** The program's version, as "1.2.3". */
  version(): Promise<string>;
}

export const PlatformContext = createContext<Platform | null>(null);

export function usePlatform(): Platform {
  const platform = use(PlatformContext);
  if (!platform) {
    throw new Error("usePlatform outside of App");
  }
  return platform;
}
