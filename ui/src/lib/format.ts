// Numbers, money, dates and times in the user's manner: the chosen language, in the region that the system names.

import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

/** The system's own variety of a language ("de-CH" for "de"), else the language. */
export function manner(language: string, systems: readonly string[] = navigator.languages ?? []): string {
  return systems.find((one) => one.toLowerCase().split("-")[0] === language) ?? language;
}

export interface Manner {
  number(value: number): string;
  /** A share between 0 and 1. */
  percent(share: number): string;
  /** A decimal as text, exact, with a currency where it is money; with so many decimals at least where it has none. */
  decimal(text: string, currency?: string, least?: number): string;
  /** A number within a sentence, with the digits that it is written with and none grouped: "8,90". */
  digits(text: string): string;
  moment(when: string | number | Date): string;
  /** "5 minutes ago", while that says more than the date. */
  since(when: string, now?: number): string;
  /** Whole seconds, minutes, hours; how to say less than one, `durationText` knows. */
  duration(seconds: number): string;
  list(parts: readonly string[]): string;
  size(bytes: number): string;
}

/** A number as the program writes it. */
const PLAIN = /^-?\d+(\.\d+)?$/;
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
const AGO: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

export function mannerOf(locale: string): Manner {
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  const unit = (name: string, value: number, digits = 0, display: "short" | "long" = "short") =>
    new Intl.NumberFormat(locale, {
      style: "unit",
      unit: name,
      unitDisplay: display,
      maximumFractionDigits: digits,
    }).format(value);
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    decimal: (text, currency, least = 0) => {
      if (!PLAIN.test(text)) {
        return text;
      }
      const decimals = text.split(".")[1]?.length ?? 0;
      const style: Intl.NumberFormatOptions = currency ? { style: "currency", currency } : {};
      const usual = currency
        ? (new Intl.NumberFormat(locale, style).resolvedOptions().minimumFractionDigits ?? 0)
        : least;
      const most = Math.min(Math.max(decimals, usual), 20);
      return new Intl.NumberFormat(locale, {
        ...style,
        minimumFractionDigits: usual,
        maximumFractionDigits: most,
      }).format(
        // Text is formatted digit by digit: nothing is rounded on its way through a float.
        text as Intl.StringNumericLiteral,
      );
    },
    digits: (text) => {
      if (!PLAIN.test(text)) {
        return text;
      }
      const decimals = Math.min(text.split(".")[1]?.length ?? 0, 20);
      return new Intl.NumberFormat(locale, {
        useGrouping: false,
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      }).format(text as Intl.StringNumericLiteral);
    },
    moment: (when) => moment.format(new Date(when)),
    since: (when, now = Date.now()) => {
      const seconds = Math.round((now - new Date(when).getTime()) / 1000);
      if (seconds >= 7 * 86_400 || seconds < 0) {
        return moment.format(new Date(when));
      }
      const [name, size] = AGO.find(([, length]) => seconds >= length) ?? ["second", 1];
      return ago.format(-Math.floor(seconds / size), name);
    },
    duration: (seconds) => {
      // What took less than a second took a moment all the same.
      const whole = Math.max(0, seconds < 1 ? Math.ceil(seconds) : Math.round(seconds));
      const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
      const parts = [
        hours > 0 && unit("hour", hours),
        minutes > 0 && unit("minute", minutes),
        hours === 0 && (rest > 0 || minutes === 0) && unit("second", rest),
      ];
      return parts.filter(Boolean).join(" ");
    },
    list: (parts) => list.format(parts),
    size: (bytes) => {
      const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
      // Short for them is, in some languages, the word for one.
      if (step === 0) {
        return unit("byte", bytes, 0, "long");
      }
      return unit(UNITS[step] ?? "byte", bytes / 1000 ** step, step > 1 ? 1 : 0);
    },
  };
}

/** How long something took: the one place that decides how less than a second is said. */
export function durationText(t: TFunction, manner: Manner, seconds: number): string {
  return seconds < 1 ? t("everywhere.little") : manner.duration(seconds);
}

/** "about 10 sec left" */
export function leftText(t: TFunction, manner: Manner, seconds: number): string {
  return seconds < 1 ? t("everywhere.left_little") : t("everywhere.left", { time: manner.duration(seconds) });
}

/** A sentence that ends with an abbreviation such as "9 Sek." ends with one full stop. */
export function endedOnce(sentence: string): string {
  return sentence.replace(/\.\.$/, ".");
}

/** How the user writes numbers, money and dates. */
export function useManner(): Manner {
  const { i18n } = useTranslation();
  return useMemo(() => mannerOf(manner(i18n.language)), [i18n.language]);
}
