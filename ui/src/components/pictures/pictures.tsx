// Pictures of rooms that are still empty, of our own making, in two colours. They say nothing that words do not say.

import type { ReactNode } from "react";
import styles from "./Picture.module.css";

function Picture({ children }: { children: ReactNode }) {
  return (
    <svg className={styles.picture} viewBox="0 0 200 120" aria-hidden="true" focusable="false">
      {children}
      <path
        className={styles.water}
        d="M28 112 q6 -5 12 0 t12 0 t12 0 t12 0 t12 0 t12 0 t12 0 t12 0 t12 0 t12 0 t12 0 t12 0"
      />
    </svg>
  );
}

/** A crate that hangs from a crane: a file is to come. */
export function Crane() {
  return (
    <Picture>
      <path className={styles.pale} d="M96 58 h44 v36 h-44 z" />
      <path className={styles.line} d="M44 100 V22 M44 28 H136 M44 22 L70 28 M44 46 L62 28 M34 100 H56" />
      <path className={styles.line} d="M118 28 V46 M118 46 L104 58 M118 46 L132 58" />
      <rect className={styles.paper} x="96" y="58" width="44" height="32" rx="3" />
      <path className={styles.colour} d="M96 68 h44 v10 h-44 z" />
      <path className={styles.line} d="M84 101 H176" />
    </Picture>
  );
}

/** A stall with an awning: no shop yet. */
export function Stall() {
  return (
    <Picture>
      <rect className={styles.paper} x="56" y="52" width="88" height="48" rx="2" />
      <path className={styles.pale} d="M92 68 h26 v32 h-26 z" />
      <path
        className={styles.colour}
        d="M50 32 h20 v18 a10 8 0 0 1 -20 0 z M90 32 h20 v18 a10 8 0 0 1 -20 0 z M130 32 h20 v18 a10 8 0 0 1 -20 0 z"
      />
      <path
        className={styles.line}
        d="M50 32 H150 V50 a10 8 0 0 1 -20 0 a10 8 0 0 1 -20 0 a10 8 0 0 1 -20 0 a10 8 0 0 1 -20 0 a10 8 0 0 1 -20 0 Z"
      />
      <path className={styles.line} d="M92 100 V70 a2 2 0 0 1 2 -2 H116 a2 2 0 0 1 2 2 V100 M112 84 v2 M36 101 H164" />
    </Picture>
  );
}

/** A rolled chart: nothing noted yet about how files are read. */
export function Chart() {
  return (
    <Picture>
      <path
        className={styles.paper}
        d="M56 26 H140 a8 8 0 0 1 8 8 V88 a8 8 0 0 0 8 8 H72 a8 8 0 0 1 -8 -8 V34 a8 8 0 0 0 -8 -8 Z"
      />
      <path className={styles.line} d="M56 26 a8 8 0 0 0 -8 8 v6 h16 M148 88 h16 a8 8 0 0 1 -8 8" />
      <path className={styles.line} d="M78 44 H100 M78 58 H94 M78 72 H102" />
      <path className={styles.water} d="M106 44 H132 M100 58 H132 M108 72 H132" />
      <path className={styles.colour} d="M128 40 l8 4 l-8 4 z M128 54 l8 4 l-8 4 z M128 68 l8 4 l-8 4 z" />
    </Picture>
  );
}

/** A watchman's lantern over a basket: nobody watches a folder yet. */
export function Lantern() {
  return (
    <Picture>
      <path className={styles.pale} d="M76 46 L46 100 H114 L88 46 Z" />
      <path className={styles.line} d="M82 14 a9 9 0 0 1 0 12 M68 26 H96 M72 26 L70 48 H94 L92 26 M66 48 H98" />
      <rect className={styles.colour} x="76" y="31" width="12" height="13" rx="3" />
      <path className={styles.paper} d="M104 66 h20 l6 8 h34 v26 h-60 z" />
      <path className={styles.line} d="M104 82 H164 M36 101 H172" />
    </Picture>
  );
}

/** A ledger: nothing has happened yet. */
export function Ledger() {
  return (
    <Picture>
      <path
        className={styles.paper}
        d="M100 34 C86 24 66 24 50 30 V96 C66 90 86 90 100 100 C114 90 134 90 150 96 V30 C134 24 114 24 100 34 Z"
      />
      <path className={styles.line} d="M100 34 V100" />
      <path className={styles.line} d="M62 46 Q76 42 88 47 M62 60 Q76 56 88 61 M112 47 Q126 42 138 46" />
      <path className={styles.water} d="M62 74 Q76 70 88 75 M112 61 Q126 56 138 60" />
      <path className={styles.colour} d="M124 26 h12 v24 l-6 -6 l-6 6 z" />
    </Picture>
  );
}

/** A telescope: nothing is in sight. */
export function Telescope() {
  return (
    <Picture>
      <path className={styles.pale} d="M128 44 L184 14 V60 Z" />
      <path className={styles.paper} d="M66 64 L122 34 L132 54 L76 82 Z" />
      <path className={styles.colour} d="M104 43.6 L122 34 L132 54 L113.6 63.2 Z" />
      <path className={styles.line} d="M66 64 L122 34 L132 54 L76 82 Z M56 72 L68 66 L74 79 L62 84 Z" />
      <path className={styles.line} d="M92 74 L76 101 M94 73 L94 101 M96 72 L114 101 M64 101 H126" />
    </Picture>
  );
}
