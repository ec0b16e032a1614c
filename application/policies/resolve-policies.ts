import {
  withPolicyChanges,
  type GatewayPolicies,
  type PolicyChanges,
} from '../../domain/policy/gateway-policies.js';
import type { ProviderDescriptor } from '../../domain/provider/provider-descriptor.js';
import type { IConfigManager } from '../../domain/settings/settings.js';

/**
 * What holds for one provider and one request: the settings of gateway and cache, then the provider's section, then the
 * request. A provider that the request names falls back only if its section or the request says so.
 */
export function resolvePolicies(
  config: Pick<IConfigManager, 'settings' | 'provider'>,
  { id, timeoutSeconds }: ProviderDescriptor,
  request: { readonly named: boolean; readonly changes?: PolicyChanges | undefined },
): GatewayPolicies {
  const own = config.provider(id);
  const operationSeconds = own.timeoutSeconds ?? timeoutSeconds;
  return withPolicyChanges(
    { ...config.settings.gateway, cache: config.settings.cache },
    operationSeconds === undefined ? undefined : { timeouts: { operationSeconds } },
    request.named ? { fallback: { chain: [] } } : undefined,
    own.policies,
    request.changes,
  );
}
