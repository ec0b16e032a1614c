import { omni, veo } from '../proven-providers.js';
import { proveProvider } from './prove-provider.js';

proveProvider(veo, {
  canCancel: false,
  disappointments: ({ delivered, free, assumed }) => [
    ['moderated-input', assumed('CONTENT_POLICY_VIOLATION')],
    ['moderated-output', assumed('CONTENT_POLICY_VIOLATION')],
    ['out-of-credits', free('INSUFFICIENT_CREDITS')],
    ['empty-result', assumed('PROVIDER_ERROR')],
    ['job-failed', assumed('PROVIDER_ERROR')],
    ['job-cancelled', free('PROVIDER_ERROR', { accepted: 1 })],
    ['link-expired', delivered],
    ['partly-filtered', delivered],
  ],
});

proveProvider(omni, {
  cancelled: ({ stoppedFree }) => ({ 'no fault': stoppedFree }),
  disappointments: ({ delivered, free, assumed }) => [
    // Refused at once, and nothing is charged.
    ['moderated-input', free('CONTENT_POLICY_VIOLATION')],
    ['moderated-output', assumed('CONTENT_POLICY_VIOLATION')],
    ['out-of-credits', free('INSUFFICIENT_CREDITS')],
    ['empty-result', assumed('PROVIDER_ERROR')],
    ['job-failed', assumed('PROVIDER_ERROR')],
    ['job-cancelled', free('PROVIDER_ERROR', { accepted: 1 })],
    ['link-expired', delivered],
    ['unknown-state', assumed('PROVIDER_PROTOCOL_ERROR')],
  ],
});
