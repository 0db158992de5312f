import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ShapeRow } from "../../../bindings/ShapeRow";
import type { ShapeTried } from "../../../bindings/ShapeTried";
import { Sign } from "../../../components/Sign";
import { useManner } from "../../../lib/format";
import { useSaid } from "../../../lib/said";
import styles from "./Shape.module.css";

/** The first rows that it concerns, and what becomes of them. */
export function ShapeTriedRows({ tried }: { tried: ShapeTried }) {
  const { t } = useTranslation();
  const said = useSaid();
  const { rows, products, variations, notices } = tried;
  return (
    <>
      <Text size="sm">{t("importing.shape.came_to", { rows, products, variations })}</Text>
      {notices.map(({ code, count, params }) => (
        <Sign key={code} tone="careful">
          {said("notices", code, { ...params, count: Number(count) })}
        </Sign>
      ))}
      <Rows label={t("importing.shape.before")} columns={tried.columns} rows={tried.before} />
      <Rows label={t("importing.shape.after")} columns={tried.columns} rows={tried.after} />
    </>
  );
}

function Rows({ label, columns, rows }: { label: string; columns: readonly string[]; rows: readonly ShapeRow[] }) {
  const { t } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  if (rows.length === 0) {
    return null;
  }
  const hasKinds = rows.some(({ kind }) => kind !== "");
  return (
    <div className={styles.rows}>
      <Table captionSide="top" aria-label={label} withRowBorders>
        <Table.Caption className={styles.caption ?? ""}>{label}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("importing.shape.line")}</Table.Th>
            {hasKinds && <Table.Th>{t("importing.shape.kind")}</Table.Th>}
            {columns.map((name) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name, and never move
            <Table.Tr key={at}>
              <Table.Td>{manner.number(row.line)}</Table.Td>
              {hasKinds && <Table.Td>{said("words", row.kind)}</Table.Td>}
              {row.cells.map((cell, column) => (
                <Table.Td key={columns[column]}>{cell}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
