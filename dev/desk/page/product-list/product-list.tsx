import './product-list.css';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { usePlace } from '../place.ts';
import { CategoryRows } from './category-rows.tsx';
import { FailureNotice } from './failure-notice.tsx';
import { isDirection, itemTowards, listItems } from './move-focus.ts';
import { ProductGrid } from './product-grid.tsx';
import type { CardProduct } from './read-product.ts';
import { SearchField } from './search-field.tsx';
import { Skeleton } from './skeleton.tsx';
import { useCategories } from './use-categories.ts';
import { useProducts } from './use-products.ts';

interface Props {
  takesFocus: boolean;
  onSend(product: CardProduct): void;
  onClose(): void;
}

/** The agent's product list, hanging over the conversation. */
export function ProductList({ takesFocus, onSend, onClose }: Props) {
  const [{ website, category, search }, go] = usePlace();
  const [attempt, setAttempt] = useState(0);
  const { level, known } = useCategories(website, category, attempt);
  const { pages, loadMore } = useProducts({ website, category, search }, attempt);
  const panel = useRef<HTMLElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  /** The item to focus once the level is there. */
  const cameFrom = useRef('');

  const here = known.get(category);
  const isOfLevel = pages.query.category === category && pages.query.website === website;
  const isNewLevel = level.parent !== category || !isOfLevel;
  const isLoading = isNewLevel || level.state === 'loading' || (pages.state === 'loading' && !pages.products.length);
  const showsCategories = !search && level.children.length > 0;
  const failure = pages.failure ?? (search ? null : level.failure);

  const unfold = (id: string, from = '') => {
    cameFrom.current = from;
    heading.current?.focus({ preventScroll: true });
    go({ category: id, search: '' });
  };
  const climb = () => (category ? unfold(here?.idParent ?? '', category) : onClose());
  const retry = () => {
    if (body.current?.contains(document.activeElement)) heading.current?.focus({ preventScroll: true });
    setAttempt((count) => count + 1);
  };

  useLayoutEffect(() => {
    if (takesFocus) panel.current?.querySelector('input')?.focus();
  }, []);
  useLayoutEffect(() => {
    body.current?.scrollTo(0, 0);
  }, [category, search]);

  // The button that unfolded this level is gone: the keyboard goes on at what took its place.
  useEffect(() => {
    if (isLoading || document.activeElement !== heading.current || !body.current) return;
    const items = listItems(body.current);
    (items.find((item) => item.dataset.item === cameFrom.current) ?? items[0])?.focus();
  }, [isLoading]);

  const onKeyDown = (event: KeyboardEvent) => {
    const from = event.target as HTMLElement;
    const isField = from instanceof HTMLInputElement;
    if (event.key === 'Escape') {
      event.preventDefault();
      if (search) {
        go({ search: '' }, { replace: true });
        panel.current?.querySelector('input')?.focus();
      } else climb();
      return;
    }
    if (event.key === 'Backspace' && !isField && category) {
      event.preventDefault();
      climb();
      return;
    }
    if (!isDirection(event.key) || !body.current || event.altKey || event.metaKey || event.ctrlKey) return;
    const items = listItems(body.current);
    if (isField) {
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      items[0]?.focus();
      return;
    }
    event.preventDefault();
    const target = items.includes(from) ? itemTowards(from, items, event.key) : items[0];
    if (target) {
      target.focus({ preventScroll: true });
      target.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'ArrowUp') panel.current?.querySelector('input')?.focus();
  };

  return (
    <section class="product-list" id="product-list" aria-label="Product list" ref={panel} onKeyDown={onKeyDown}>
      <header class="list-header">
        <button
          type="button"
          class="icon-button"
          aria-label="Back to the category above"
          disabled={!category}
          onClick={climb}
        >
          <Icon name="back" />
        </button>
        <h2 ref={heading} tabIndex={-1}>
          {category ? (here?.label ?? '…') : 'All products'}
          {here && <span class="quiet"> ({here.count})</span>}
        </h2>
        <button type="button" class="icon-button" aria-label="Close the product list" onClick={onClose}>
          <Icon name="close" />
        </button>
        <SearchField label={here ? `Search in ${here.label}` : 'Search all products'} />
      </header>
      <p class={`list-progress${pages.state === 'loading' ? ' on' : ''}`} aria-hidden="true" />
      <p class="unseen" role="status">
        {isLoading || pages.state === 'loading'
          ? 'Loading'
          : `${pages.products.length}${pages.hasMore ? ' or more' : ''} products`}
      </p>
      <div class="list-body" ref={body} aria-busy={isLoading}>
        {isLoading ? (
          <Skeleton withRows={!category && !search} />
        ) : (
          <>
            {showsCategories && <CategoryRows categories={level.children} onUnfold={(id) => unfold(id)} />}
            {!search && level.failure && !pages.failure && <FailureNotice failure={level.failure} onRetry={retry} />}
            {pages.products.length > 0 && <ProductGrid pages={pages} onSend={onSend} onEnd={loadMore} />}
            {pages.failure && (
              <FailureNotice failure={pages.failure} onRetry={pages.products.length ? loadMore : retry} />
            )}
            {!failure && pages.products.length === 0 && <Nothing search={search} />}
          </>
        )}
      </div>
    </section>
  );
}

function Nothing({ search }: { search: string }) {
  const [{ category }, go] = usePlace();
  return (
    <div class="list-notice">
      <Icon name="search" />
      <p>
        <strong>{search ? `Nothing found for “${search}”` : 'No products here'}</strong>
      </p>
      <p class="quiet">
        {search ? 'Try fewer letters, another word, or the reference.' : 'This category holds no product.'}
      </p>
      {search && (
        <p class="list-notice-actions">
          {category && (
            <button type="button" class="button small" data-item="everywhere" onClick={() => go({ category: '' })}>
              Search all products
            </button>
          )}
          <button type="button" class="button small" data-item="clear" onClick={() => go({ search: '' })}>
            Clear the search
          </button>
        </p>
      )}
    </div>
  );
}
