import { runway } from '../proven-providers.js';
import { proveProvider } from './prove-provider.js';

proveProvider(runway, {
  disappointments: ({ delivered, free, assumed, paid }) => [
    // Runway charges what its moderation refuses before the work.
    ['moderated-input', paid('CONTENT_POLICY_VIOLATION')],
    ['moderated-output', free('CONTENT_POLICY_VIOLATION', { accepted: 1 })],
    ['out-of-credits', free('INSUFFICIENT_CREDITS')],
    ['empty-result', paid('PROVIDER_ERROR')],
    ['job-failed', free('PROVIDER_ERROR', { accepted: 1 })],
    ['job-cancelled', free('PROVIDER_ERROR', { accepted: 1 })],
    ['throttled', delivered],
    ['unknown-state', assumed('PROVIDER_PROTOCOL_ERROR')],
    ['link-expired', delivered],
  ],
});
