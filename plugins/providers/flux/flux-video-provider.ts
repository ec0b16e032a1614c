import { z } from 'zod';
import {
  aspectRatios,
  BaseRemoteVideoProvider,
  VideoGenerationError,
  videoQualities,
  withSubmission,
  type Cost,
  type OperationStatus,
  type PromptRequest,
  type ProviderCall,
  type ProviderDescriptor,
  type ProviderHealth,
  type ProviderOperation,
  type ProviderRequest,
  type RequestIssue,
} from 'aether-video/plugin';
import { fluxBody, fluxIssues } from './flux-body.js';
import { addressOf, callFlux, mayHaveKey, type FluxHost } from './flux-client.js';
import { refusal, unreadable } from './flux-errors.js';
import { microsPerCredit } from './flux-model.js';
import { fluxModel, fluxModels } from './flux-models.js';
import { microsByMegapixel } from './flux-price.js';
import { readReferences } from './flux-references.js';
import { goneTask, handleSchema, isGone, readCreated, readTask } from './flux-task.js';

const balanceSchema = z.looseObject({ credits: z.number() });

/** Clips of FLUX 3 take minutes. */
const timeoutSeconds = 1800;

/** Tasks of Black Forest Labs: submit, then ask at the address that the answer names. Nothing can be cancelled. */
export class FluxVideoProvider extends BaseRemoteVideoProvider {
  override readonly descriptor: ProviderDescriptor;

  constructor(private readonly host: FluxHost) {
    super();
    this.descriptor = {
      id: 'flux',
      name: 'FLUX by Black Forest Labs',
      description: 'Pictures, edits of pictures and clips by the FLUX models.',
      location: 'remote',
      accepts: ['prompt'],
      capabilities: ['text-to-video', 'animation', 'ai-generation'],
      qualities: videoQualities,
      aspects: aspectRatios,
      maxDurationSeconds: 20,
      pictureQuality: 0.9,
      // No list has it; a reseller asks this much at 1080p. Only the order of providers depends on it.
      microsPerSecond: 290_000,
      currency: 'USD',
      maxConcurrent: host.options.maxConcurrent,
      timeoutSeconds,
      dedupe: 'none',
      models: fluxModels.map(({ descriptor }) => descriptor),
      automatic: true,
    };
  }

  override validate(request: ProviderRequest): readonly RequestIssue[] {
    return request.input === 'prompt' ? fluxIssues(request) : super.validate(request);
  }

  /** The list price; FLUX.2 by the megapixel. */
  override estimate(request: ProviderRequest): Cost {
    const model = request.input === 'prompt' ? fluxModel(request.model.id) : undefined;
    const micros = request.input === 'prompt' && model ? microsByMegapixel(request, model) : undefined;
    return micros === undefined ? super.estimate(request) : { micros, currency: 'USD' };
  }

  protected override async submit(
    request: PromptRequest,
    call: ProviderCall,
  ): Promise<Omit<ProviderOperation, 'providerId'>> {
    const [issue] = fluxIssues(request);
    const model = fluxModel(request.model.id);
    if (issue || !model) throw refused(issue);
    const contents = await readReferences(request.references, call);
    const { path, body, warnings } = fluxBody(request, model, (one) => contents.get(one) ?? '');
    const answer = await callFlux(this.host, addressOf(this.host, path), call.signal, body);
    if (answer.status >= 400) throw this.refusalOf(answer);
    const { id, polling_url: pollingUrl, cost } = readCreated(answer);
    const { micros } = this.estimate(request);
    const credits = cost ?? (micros > 0 ? micros / microsPerCredit : undefined);
    return {
      operationId: id,
      handle: {
        ...(pollingUrl === undefined ? {} : { pollingUrl }),
        ...(credits === undefined ? {} : { credits }),
        warnings,
      },
    };
  }

  override async status(operation: ProviderOperation, { signal }: ProviderCall): Promise<OperationStatus> {
    const handle = handleSchema.parse(operation.handle ?? {});
    const { pollingUrl = '' } = handle;
    // Whoever changes the answer must not get the key: then the configured server is asked by the task's id.
    const url = mayHaveKey(pollingUrl, this.host.options.baseUrl)
      ? pollingUrl
      : addressOf(this.host, `/v1/get_result?id=${encodeURIComponent(operation.operationId)}`);
    const answer = await callFlux(this.host, url, signal);
    if (isGone(answer)) return goneTask();
    if (answer.status >= 400) throw this.refusalOf(answer);
    return readTask(answer, handle, this.host.clock.now());
  }

  override async checkHealth({ signal }: Pick<ProviderCall, 'signal'>): Promise<ProviderHealth> {
    try {
      const answer = await callFlux(this.host, addressOf(this.host, '/v1/credits'), signal);
      if (answer.status >= 400) throw this.refusalOf(answer);
      const balance = balanceSchema.safeParse(answer.body);
      if (!balance.success) throw unreadable('The answer about the account is not what the protocol says.');
      const { credits } = balance.data;
      if (credits <= 0) return { healthy: false, message: 'The account has no credits left.' };
      return { healthy: true, message: `Ready: ${credits} credits left.` };
    } catch (thrown) {
      const { code, message } = VideoGenerationError.from(thrown);
      if (code === 'CANCELLED') throw thrown;
      return { healthy: false, message };
    }
  }

  private refusalOf(answer: Parameters<typeof refusal>[0]): VideoGenerationError {
    const { clock, options } = this.host;
    return refusal(answer, { now: clock.now(), apiKey: options.apiKey });
  }
}

function refused(issue: RequestIssue | undefined): VideoGenerationError {
  const { where, message } = issue ?? { where: 'model', message: 'there is no such model' };
  return withSubmission(
    new VideoGenerationError('INVALID_REQUEST', { message: `“${where}”: ${message}.`, details: { where } }),
    'unsent',
  );
}
