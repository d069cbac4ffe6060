import { describe, expect, it } from 'vitest';
import { agentFor } from '../../../connector/catalog/shop-agent.ts';
import { websiteOf } from '../../../connector/website.ts';

const https = new URL('https://shop.example.com/');
const agentOf = (number: number) => agentFor(websiteOf('sd', number)!, https);

describe('agentFor', () => {
  it('keeps one agent per website', () => {
    expect(agentOf(1)).toBe(agentOf(1));
    expect(agentOf(1)).not.toBe(agentOf(2));
  });

  it('forgets the websites that were not used for longest, beyond 200', () => {
    const [first, second] = [agentOf(1001), agentOf(1002)];
    for (let number = 1003; number <= 1200; number += 1) agentOf(number);
    expect(agentOf(1001)).toBe(first);
    agentOf(1201);
    expect(agentOf(1001)).toBe(first);
    expect(agentOf(1002)).not.toBe(second);
  });

  it('closes idle sockets by itself, so that a forgotten agent keeps none', () => {
    expect(agentOf(1).options).toMatchObject({ timeout: 5000, keepAlive: true });
  });
});
