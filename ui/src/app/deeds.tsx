// What can be done from anywhere, and with which keys.

import { useMantineColorScheme } from "@mantine/core";
import {
  IconBuildingStore,
  IconClipboard,
  IconFileImport,
  IconKeyboard,
  IconLanguage,
  IconMoon,
  IconSettings,
  IconSun,
  IconSunMoon,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Deed } from "../features/palette/Palette";
import { useDo } from "../lib/asking";
import { handOver } from "../lib/handed";
import { LANGUAGES } from "../lib/languages";
import { usePlatform } from "../platform/platform";
import { ROOMS } from "./Shell";

interface KeyedDeed extends Deed {
  /** As the hook for hotkeys writes it. */
  hotkey?: string;
}

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** What the key that goes with shortcuts is called: on the keyboards of a language, too, it has its own name. */
function modifier(t: TFunction): string {
  return IS_MAC ? "⌘" : t("palette.control");
}

const ICON = { size: 18, stroke: 1.6, "aria-hidden": true } as const;

export function useDeeds({ onShortcuts }: { onShortcuts: () => void }): KeyedDeed[] {
  const { t, i18n } = useTranslation();
  const platform = usePlatform();
  const navigate = useNavigate();
  const { colorScheme } = useMantineColorScheme();
  const { mutate: prefer } = useDo("settings.set");

  const open = async () => {
    const source = await platform.pickTable();
    if (source) {
      handOver(source);
      await navigate({ to: "/" });
    }
  };
  const paste = async () => {
    // Where the clipboard may not be read, an empty table says what to do.
    const pasted = await navigator.clipboard.readText().catch(() => "");
    handOver({ pasted });
    await navigate({ to: "/" });
  };
  const mod = modifier(t);
  const [go, act, look, language] = [
    t("palette.group.go"),
    t("palette.group.do"),
    t("palette.group.look"),
    t("palette.group.language"),
  ];
  const looks = [
    ["light", IconSun],
    ["dark", IconMoon],
    ["auto", IconSunMoon],
  ] as const;
  return [
    {
      id: "open",
      group: act,
      label: t("palette.deed.open"),
      icon: <IconFileImport {...ICON} />,
      keys: [mod, "O"],
      hotkey: "mod+O",
      run: () => void open(),
    },
    {
      id: "paste",
      group: act,
      label: t("palette.deed.paste"),
      icon: <IconClipboard {...ICON} />,
      run: () => void paste(),
    },
    {
      id: "add-store",
      group: act,
      label: t("palette.deed.add_store"),
      icon: <IconBuildingStore {...ICON} />,
      run: () => void navigate({ to: "/stores/add" }),
    },
    ...ROOMS.map(({ to, name, icon: Icon, key }) => ({
      id: to,
      group: go,
      label: t(`shell.${name}`),
      icon: <Icon {...ICON} />,
      keys: [mod, key],
      hotkey: `mod+${key}`,
      run: () => void navigate({ to }),
    })),
    {
      id: "settings",
      group: go,
      label: t("shell.settings"),
      icon: <IconSettings {...ICON} />,
      keys: [mod, ","],
      hotkey: "mod+,",
      run: () => void navigate({ to: "/settings" }),
    },
    {
      id: "shortcuts",
      group: go,
      label: t("palette.deed.shortcuts"),
      icon: <IconKeyboard {...ICON} />,
      keys: [mod, "/"],
      hotkey: "mod+/",
      run: onShortcuts,
    },
    ...looks
      .filter(([name]) => name !== colorScheme)
      .map(([name, Icon]) => ({
        id: `look-${name}`,
        group: look,
        label: t(`palette.deed.${name}`),
        icon: <Icon {...ICON} />,
        run: () => prefer({ theme: name === "auto" ? "system" : name }),
      })),
    ...Object.entries(LANGUAGES)
      .filter(([code]) => code !== i18n.language)
      .map(([code, name]) => ({
        id: `language-${code}`,
        group: language,
        label: name,
        icon: <IconLanguage {...ICON} />,
        run: () => prefer({ language: code }),
      })),
  ];
}

/** All keys that do something, for the list of them. */
export function useShortcuts() {
  const { t } = useTranslation();
  const mod = modifier(t);
  return [
    {
      name: t("palette.group.anywhere"),
      shortcuts: [
        { label: t("palette.deed.find"), keys: [mod, "K"] },
        { label: t("palette.deed.open"), keys: [mod, "O"] },
        { label: t("palette.deed.paste"), keys: [mod, "V"] },
        ...ROOMS.map(({ name, key }) => ({ label: t(`shell.${name}`), keys: [mod, key] })),
        { label: t("shell.settings"), keys: [mod, ","] },
        { label: t("palette.deed.shortcuts"), keys: [mod, "/"] },
      ],
    },
    {
      name: t("palette.group.wizard"),
      shortcuts: [
        { label: t("palette.deed.next"), keys: [mod, "↵"] },
        { label: t("palette.deed.back"), keys: ["Alt", "←"] },
      ],
    },
    {
      name: t("palette.group.grid"),
      shortcuts: [
        { label: t("palette.deed.move"), keys: ["←", "↑", "→", "↓"] },
        { label: t("palette.deed.edit"), keys: ["↵"] },
        { label: t("palette.deed.leave"), keys: ["Esc"] },
        { label: t("palette.deed.take"), keys: ["␣"] },
        { label: t("palette.deed.undo"), keys: [mod, "Z"] },
        { label: t("palette.deed.redo"), keys: [mod, "⇧", "Z"] },
      ],
    },
  ];
}
