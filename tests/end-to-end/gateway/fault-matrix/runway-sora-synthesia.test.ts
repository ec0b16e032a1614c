import { runway, sora, synthesia } from '../proven-providers.js';
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
