import { Box, Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../components/Problem";
import { asApiError } from "../lib/asking";

interface FallsProps {
  children: ReactNode;
}

/** Catches what breaks while it is drawn, so that the rest of the window stays usable. */
export class Falls extends Component<FallsProps, { thrown: unknown }> {
  override state = { thrown: null as unknown };

  static getDerivedStateFromError(thrown: unknown) {
    return { thrown };
  }

  override render() {
    return this.state.thrown ? (
      <Fallen thrown={this.state.thrown} again={() => this.setState({ thrown: null })} />
    ) : (
      this.props.children
    );
  }
}

export function Fallen({ thrown, again }: { thrown: unknown; again: () => void }) {
  const { t } = useTranslation();
  const detail = thrown instanceof Error ? `${thrown.message}\n${thrown.stack ?? ""}` : String(thrown);
  const told = asApiError(thrown);
  return (
    <Box p="xl">
      <Problem
        error={told.code === "internal" ? { ...told, code: "window_broke", detail } : told}
        action={
          <Button size="compact-sm" onClick={again}>
            {t("everywhere.try_again")}
          </Button>
        }
      />
    </Box>
  );
}
