import { flux } from '../proven-providers.js';
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
