import { type ReactNode, startTransition, useEffect, useState } from "react";

/** Milliseconds after the first painting of a page. */
const LATER = 60;

interface LaterProps {
  /** What keeps the room until then, so that nothing jumps. */
  room: ReactNode;
  children: ReactNode;
}

/** What nobody looks for first, and what takes long to make: it comes when the rest of the page has been painted. */
export function Later({ room, children }: LaterProps) {
  const [isTime, setIsTime] = useState(false);
  useEffect(() => {
    let later: ReturnType<typeof setTimeout>;
    const painted = requestAnimationFrame(() => {
      later = setTimeout(() => startTransition(() => setIsTime(true)), LATER);
    });
    return () => {
      cancelAnimationFrame(painted);
      clearTimeout(later);
    };
  }, []);
  return isTime ? children : room;
}
