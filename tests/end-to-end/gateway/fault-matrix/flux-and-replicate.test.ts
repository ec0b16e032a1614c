import { flux, replicate } from '../proven-providers.js';
import { proveProvider } from './prove-provider.js';

proveProvider(flux, {
  canCancel: false,
  disappointments: ({ free, assumed, paid, delivered }) => [
    ['moderated-input', assumed('CONTENT_POLICY_VIOLATION')],
    ['moderated-output', assumed('CONTENT_POLICY_VIOLATION')],
    ['out-of-credits', free('INSUFFICIENT_CREDITS')],
    ['empty-result', paid('PROVIDER_ERROR')],
    ['job-failed', assumed('PROVIDER_ERROR')],
    ['unknown-state', assumed('PROVIDER_PROTOCOL_ERROR')],
    ['link-expired', delivered],
  ],
});

proveProvider(replicate, {
  disappointments: ({ free, assumed, delivered }) => [
    ['moderated-input', assumed('CONTENT_POLICY_VIOLATION')],
    ['moderated-output', assumed('CONTENT_POLICY_VIOLATION')],
    ['out-of-credits', free('INSUFFICIENT_CREDITS')],
    // It ran to its end, which Replicate charges, and how much nobody says.
    ['empty-result', { ...assumed('PROVIDER_ERROR'), ends: 'failed PROVIDER_ERROR yes' }],
    ['job-failed', assumed('PROVIDER_ERROR')],
    ['job-cancelled', assumed('PROVIDER_ERROR')],
    ['throttled', delivered],
    ['unknown-state', assumed('PROVIDER_PROTOCOL_ERROR')],
    ['link-expired', delivered],
  ],
});
