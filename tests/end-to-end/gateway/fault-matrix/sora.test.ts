import { sora } from '../proven-providers.js';
import { proveProvider } from './prove-provider.js';

proveProvider(sora, {
  disappointments: ({ delivered, free, assumed }) => [
    // Refused at once, and nothing is charged.
    ['moderated-input', free('CONTENT_POLICY_VIOLATION')],
    ['moderated-output', assumed('CONTENT_POLICY_VIOLATION')],
    ['out-of-credits', free('INSUFFICIENT_CREDITS')],
    ['job-failed', assumed('PROVIDER_ERROR')],
    ['throttled', delivered],
    ['unknown-state', assumed('PROVIDER_PROTOCOL_ERROR')],
    ['link-expired', delivered],
  ],
});
