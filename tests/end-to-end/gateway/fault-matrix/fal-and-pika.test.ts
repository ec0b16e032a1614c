import { fal, pika } from '../proven-providers.js';
import { proveProvider } from './prove-provider.js';

proveProvider(fal, {
  cancelled: ({ stoppedFree }) => ({ 'no fault': stoppedFree }),
  disappointments: ({ delivered, free, assumed, paid }) => [
    ['moderated-input', assumed('CONTENT_POLICY_VIOLATION')],
    ['moderated-output', assumed('CONTENT_POLICY_VIOLATION')],
    ['out-of-credits', free('INSUFFICIENT_CREDITS')],
    ['empty-result', paid('PROVIDER_ERROR')],
    // fal does not charge what its servers could not make.
    ['job-failed', free('PROVIDER_ERROR', { accepted: 1 })],
    ['job-cancelled', paid('PROVIDER_ERROR')],
    ['throttled', delivered],
    ['unknown-state', assumed('PROVIDER_PROTOCOL_ERROR')],
    ['link-expired', delivered],
  ],
});

proveProvider(pika, {
  cancelled: ({ stoppedFree }) => ({ 'no fault': stoppedFree }),
  disappointments: ({ delivered, free, assumed, paid }) => [
    ['moderated-input', assumed('CONTENT_POLICY_VIOLATION')],
    ['moderated-output', assumed('CONTENT_POLICY_VIOLATION')],
    ['out-of-credits', free('INSUFFICIENT_CREDITS')],
    ['empty-result', paid('PROVIDER_ERROR')],
    // fal does not charge what its servers could not make.
    ['job-failed', free('PROVIDER_ERROR', { accepted: 1 })],
    ['job-cancelled', paid('PROVIDER_ERROR')],
    ['throttled', delivered],
    ['unknown-state', assumed('PROVIDER_PROTOCOL_ERROR')],
    ['link-expired', delivered],
  ],
});
