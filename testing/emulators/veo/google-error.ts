import type { EmulatorAnswer } from '../../emulator/emulator-route.js';

/** Names that Google's HTTP answers give to a status. Source: google.rpc.Code, with its mapping to HTTP. */
const names: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ABORTED',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

const retryInfo = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '30s' };

export interface ErrorParts {
  /** Default: that of the status. */
  readonly name?: string;
  /** For machines: becomes a `google.rpc.ErrorInfo`. */
  readonly reason?: string;
}

/** An error as Google's HTTP services word it. */
export function googleError(
  status: number,
  message: string,
  { name, reason }: ErrorParts = {},
): EmulatorAnswer {
  const info = { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' };
  const details = [...(reason === undefined ? [] : [info]), ...(status === 429 ? [retryInfo] : [])];
  const error = {
    code: status,
    message,
    status: name ?? names[status] ?? 'UNKNOWN',
    ...(details.length > 0 && { details }),
  };
  return { status, body: { error } };
}

/** What a project without billing gets. */
export const billingDisabled = googleError(
  403,
  'This API method requires billing to be enabled. Please enable billing on project emulated-project.',
  { reason: 'BILLING_DISABLED' },
);

/** What a model that was switched off answers. */
export function retiredModel(model: string): EmulatorAnswer {
  return googleError(404, `The model ${model} is no longer available. Please use a newer model.`);
}
