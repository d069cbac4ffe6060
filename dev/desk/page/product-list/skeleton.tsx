import type { Ref } from 'preact';

/** What a level looks like before it is there, in its final sizes. */
export function Skeleton({ withRows }: { withRows: boolean }) {
  return (
    <div aria-hidden="true">
      {withRows && (
        <ul class="category-rows">
          {[1, 2, 3].map((number) => (
            <li key={number} class="skeleton-row skeleton">
              <span class="bar" />
            </li>
          ))}
        </ul>
      )}
      <ul class="grid">
        {[1, 2, 3, 4].map((number) => (
          <SkeletonTile key={number} />
        ))}
      </ul>
    </div>
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
