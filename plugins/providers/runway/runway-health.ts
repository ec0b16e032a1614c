import { z } from 'zod';
import type { ProviderHealth } from 'aether-video/plugin';
import { unreadable } from './runway-errors.js';

const limit = z.looseObject({
  maxConcurrentGenerations: z.number().nullish(),
  maxDailyGenerations: z.number().nullish(),
});

const organizationSchema = z.looseObject({
  creditBalance: z.number(),
  tier: z.looseObject({ models: z.record(z.string(), limit).default({}) }).optional(),
  usage: z
    .looseObject({
      models: z.record(z.string(), z.looseObject({ dailyGenerations: z.number() })).default({}),
    })
    .optional(),
});

/** Whether the account could pay for anything now, from Runway's answer about the organisation. */
export function readOrganization(answer: unknown): ProviderHealth {
  const read = organizationSchema.safeParse(answer);
  if (!read.success) throw unreadable('Runway’s answer about the account is not what its protocol says.');
  const { creditBalance, tier, usage } = read.data;
  if (creditBalance <= 0) return { healthy: false, message: 'The account has no credits left.' };
  const spent = Object.entries(tier?.models ?? {})
    .filter(([model, { maxDailyGenerations: most }]) => {
      return typeof most === 'number' && (usage?.models[model]?.dailyGenerations ?? 0) >= most;
    })
    .map(([model]) => model);
  const left = `${creditBalance} credits left`;
  if (spent.length === 0) return { healthy: true, message: `Ready: ${left}.` };
  return { healthy: true, message: `Ready: ${left}; today’s quota is used up for ${spent.join(', ')}.` };
}
