import { camping } from './camping.ts';
import { coffee } from './coffee.ts';
import { hiking } from './hiking.ts';
import type { SampleProduct } from './sample-product.ts';

/** “Refuge & Moka”, a shop for walkers who like coffee. */
export const products: readonly SampleProduct[] = [...hiking, ...camping, ...coffee];
