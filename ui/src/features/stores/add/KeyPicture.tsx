import { useTranslation } from "react-i18next";
import styles from "./KeyPicture.module.css";

/** Where WooCommerce keeps its keys, drawn by us: Settings, Advanced, REST API, Add key, Read/Write. */
export function KeyPicture() {
  const { t } = useTranslation();
  return (
    <svg className={styles.picture} viewBox="0 0 360 190" role="img" aria-label={t("stores.picture.label")}>
      <rect className={styles.frame} x="1" y="1" width="358" height="188" rx="8" />
      <path className={styles.bar} d="M1 9 a8 8 0 0 1 8 -8 H84 V189 H9 a8 8 0 0 1 -8 -8 Z" />
      {[24, 40, 56, 88, 104].map((y) => (
        <rect key={y} className={styles.line} x="14" y={y} width={y % 3 === 0 ? 44 : 52} height="5" rx="2.5" />
      ))}
      <text className={styles.chosen} x="14" y="77">
        {t("stores.picture.settings")}
      </text>
      <circle className={styles.dot} cx="72" cy="73" r="8" />
      <text className={styles.number} x="72" y="76.5">
        1
      </text>
      <rect className={styles.line} x="100" y="22" width="36" height="5" rx="2.5" />
      <rect className={styles.line} x="146" y="22" width="40" height="5" rx="2.5" />
      <text className={styles.chosen} x="198" y="28">
        {t("stores.picture.advanced")}
      </text>
      <path className={styles.under} d="M196 34 H268" />
      <circle className={styles.dot} cx="284" cy="24" r="8" />
      <text className={styles.number} x="284" y="27.5">
        2
      </text>
      <text className={styles.plain} x="100" y="58">
        {t("stores.picture.rest")}
      </text>
      <circle className={styles.dot} cx="163" cy="54" r="8" />
      <text className={styles.number} x="163" y="57.5">
        3
      </text>
      <rect className={styles.sheet} x="100" y="74" width="242" height="98" rx="6" />
      <rect className={styles.line} x="114" y="92" width="58" height="5" rx="2.5" />
      <rect className={styles.field} x="190" y="85" width="138" height="19" rx="4" />
      <rect className={styles.line} x="114" y="120" width="46" height="5" rx="2.5" />
      <rect className={styles.wanted} x="190" y="113" width="138" height="19" rx="4" />
      <text className={styles.plain} x="198" y="126">
        {t("stores.picture.read_write")}
      </text>
      <circle className={styles.dot} cx="344" cy="122" r="8" />
      <text className={styles.number} x="344" y="125.5">
        4
      </text>
      <rect className={styles.button} x="114" y="144" width="80" height="18" rx="4" />
    </svg>
  );
}
