import type { Ref } from 'preact';

/** What a level looks like before it is there, in its final sizes. */
export function Skeleton() {
  return (
    <ul class="grid" aria-hidden="true">
      {[1, 2, 3, 4].map((number) => (
        <SkeletonTile key={number} />
      ))}
    </ul>
  );
}

export function SkeletonTile({ mark }: { mark?: Ref<HTMLLIElement> }) {
  return (
    <li class="tile skeleton" ref={mark ?? null} aria-hidden="true">
      <span class="picture" />
      <span class="bar short" />
      <span class="bar" />
      <span class="bar short" />
    </li>
  );
}
