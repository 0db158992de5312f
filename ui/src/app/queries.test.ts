import { QueryObserver } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { hear, newQueries } from "./queries";

/** A program whose answers come when the test lets them. */
function asking() {
  const queries = newQueries();
  const arrivals: ((status: string) => void)[] = [];
  const observer = new QueryObserver<string>(queries, {
    queryKey: ["runs.show", { run: 13 }],
    queryFn: () => new Promise((arrives) => arrivals.push(arrives)),
  });
  observer.subscribe(() => {});
  const arrive = async (place: number, status: string) => {
    await vi.waitFor(() => expect(arrivals.length).toBeGreaterThan(place));
    arrivals[place]?.(status);
  };
  return { queries, observer, arrivals, arrive };
}

test("what ends while it is asked for the first time is asked for once more", async () => {
  const { queries, observer, arrive } = asking();
  hear(queries, { event: "run_changed", run: 13 });
  hear(queries, { event: "run_ended", run: 13 });
  await arrive(0, "running");
  await arrive(1, "completed");
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe("completed"));
});

test("an end is asked for anew while an older question is under way, progress is not", async () => {
  const { queries, observer, arrivals, arrive } = asking();
  await arrive(0, "running");
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe("running"));
  hear(queries, { event: "run_progressed", run: 13 });
  hear(queries, { event: "run_progressed", run: 13 });
  await vi.waitFor(() => expect(arrivals).toHaveLength(2));
  hear(queries, { event: "run_ended", run: 13 });
  await vi.waitFor(() => expect(arrivals).toHaveLength(3));
  await arrive(2, "completed");
  await arrive(1, "running");
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe("completed"));
});

test("what is asked for ahead and changes before it is there is not taken for true later", async () => {
  const queries = newQueries();
  const queryKey = ["stores.list", {}];
  let arrive: (stores: string[]) => void = () => {};
  const ahead = queries.prefetchQuery({
    queryKey,
    queryFn: () =>
      new Promise<string[]>((arrives) => {
        arrive = arrives;
      }),
  });
  hear(queries, { event: "stores_changed" });
  arrive([]);
  await ahead;
  await vi.waitFor(() => expect(queries.getQueryState(queryKey)?.isInvalidated).toBe(true));
});
