import { useId } from "react";
import styles from "./Harbour.module.css";

/** A lighthouse, a quay, two crates: the picture of a room that is still empty. */
export function Harbour({ label }: { label: string }) {
  const [left, right] = [useId(), useId()];
  return (
    <svg className={styles.picture} viewBox="0 0 240 150" role="img" aria-label={label}>
      <defs>
        <linearGradient id={right} className={styles.glow}>
          <stop offset="0" />
          <stop offset="1" stopOpacity="0" />
        </linearGradient>
        <linearGradient id={left} className={styles.glow} x1="1" x2="0">
          <stop offset="0" />
          <stop offset="1" stopOpacity="0" />
        </linearGradient>
      </defs>
      <path fill={`url(#${right})`} d="M97 36 L236 6 V76 Z" />
      <path fill={`url(#${left})`} d="M71 36 L4 16 V62 Z" />
      <path className={styles.paper} d="M73 54 H95 L102 120 H66 Z" />
      <path className={styles.colour} d="M71.2 70 H96.8 L98.6 87 H69.4 Z" />
      <path className={styles.colour} d="M67.6 104 H100.4 L102 120 H66 Z" />
      <path className={styles.line} d="M73 54 H95 L102 120 H66 Z" />
      <rect className={styles.colour} x="76" y="29" width="16" height="19" rx="2" />
      <path className={styles.line} d="M68 53 H100 M74 48 V30 M94 48 V30 M74 48 H94" />
      <path className={styles.line} d="M71 30 Q84 10 97 30 Z" />
      <g className={styles.line}>
        <rect x="126" y="86" width="34" height="34" rx="3" />
        <path d="M126 97.5 H160 M126 108.5 H160" />
        <rect x="164" y="96" width="24" height="24" rx="3" />
        <path d="M164 104 H188 M164 112 H188" />
      </g>
      <path className={styles.line} d="M44 121.5 H206" />
      <path
        className={styles.water}
        d="M20 136 q8 -6 16 0 t16 0 t16 0 t16 0 t16 0 t16 0 t16 0 t16 0 t16 0 t16 0 t16 0 t16 0"
      />
      <path className={styles.water} d="M60 146 q8 -6 16 0 t16 0 t16 0 t16 0 t16 0 t16 0 t16 0" opacity="0.5" />
    </svg>
  );
}
