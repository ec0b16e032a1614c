import { synthesia } from '../proven-providers.js';
import { proveProvider } from './prove-provider.js';

proveProvider(synthesia, {
  // What may have arrived is searched by its callbackId: found, it goes on.
  deviations: ({ delivered }) =>
    Object.fromEntries(
      [
        ...['500, accepted', 'reset, accepted', 'hang, accepted'],
        ...['truncated', 'wrong length', 'malformed', 'empty'],
      ].flatMap((fault) => [
        [`${fault} at submit, once`, delivered],
        [`${fault} at submit, always`, delivered],
      ]),
    ),
  cancelled: ({ stoppedFree }) => ({ 'no fault': stoppedFree, malformed: stoppedFree }),
  disappointments: ({ delivered, free, assumed, paid }) => [
    ['moderated-input', assumed('CONTENT_POLICY_VIOLATION')],
    ['moderated-output', assumed('CONTENT_POLICY_VIOLATION')],
    ['out-of-credits', free('INSUFFICIENT_CREDITS')],
    ['empty-result', paid('PROVIDER_ERROR')],
    ['job-failed', assumed('PROVIDER_ERROR')],
    ['job-cancelled', free('PROVIDER_ERROR', { accepted: 1 })],
    ['unknown-state', assumed('PROVIDER_PROTOCOL_ERROR')],
    ['link-expired', delivered],
  ],
});
