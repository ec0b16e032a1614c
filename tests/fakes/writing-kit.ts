import { createHash } from 'node:crypto';
import { ModelGateway } from '../../application/write-script/model-gateway.js';
import type { ISourceReader } from '../../domain/brief/source-reader.js';
import type { IDiagnostic } from '../../domain/diagnosis/diagnosis.js';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IAnswerCache } from '../../domain/language-model/answer-cache.js';
import type {
  ILanguageModel,
  LanguageModelAnswer,
  LanguageModelOffer,
  LanguageModelRequest,
} from '../../domain/language-model/language-model.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { ITemplateLibrary } from '../../domain/template/video-template.js';
import type { IClock } from '../../domain/time/clock.js';
import { FakeJournal, FakeLedger } from './memory-money.js';

/** A language model whose answers are scripted; the last is repeated. */
export class FakeLanguageModel implements ILanguageModel {
  readonly description = 'A fake.';
  readonly requests: LanguageModelRequest[] = [];
  answers: (string | Error)[] = ['{}'];

  constructor(
    readonly id: string,
    readonly models: readonly LanguageModelOffer[] = [pricedOffer],
    readonly offline = false,
  ) {}

  answer(request: LanguageModelRequest): Promise<LanguageModelAnswer> {
    this.requests.push(request);
    const next = this.answers[Math.min(this.requests.length, this.answers.length) - 1]!;
    if (next instanceof Error) return Promise.reject(next);
    return Promise.resolve({ text: next, model: 'fake', usage: { inputTokens: 1000, outputTokens: 500 } });
  }
}

/** A million tokens cost a dollar to read and two to write: the fake's answer costs 0.002. */
export const pricedOffer: LanguageModelOffer = {
  id: 'm1',
  price: {
    inputMicrosPerMillion: 1_000_000,
    outputMicrosPerMillion: 2_000_000,
    currency: 'USD',
    date: '2026-11-20',
  },
};

export class MemoryAnswerCache implements IAnswerCache {
  readonly answers = new Map<string, LanguageModelAnswer>();
  get = (key: string) => Promise.resolve(this.answers.get(key));
  put(key: string, answer: LanguageModelAnswer): Promise<void> {
    this.answers.set(key, answer);
    return Promise.resolve();
  }
}

export interface WritingKitOptions {
  readonly config: IConfigManager;
  readonly clock: IClock;
  readonly models?: readonly ILanguageModel[] | undefined;
  readonly documents?: Readonly<Record<string, string>> | undefined;
  readonly readiness?: readonly IDiagnostic[] | undefined;
}

/** The real gateway of language models around fakes, and documents from memory. */
export function writingKit({
  config,
  clock,
  models = [],
  documents = {},
  readiness = [],
}: WritingKitOptions) {
  const journal = new FakeJournal(clock);
  const ledger = new FakeLedger(clock);
  const cache = new MemoryAnswerCache();
  const modelGateway = new ModelGateway({
    journal,
    ledger,
    cache,
    config,
    clock,
    random: () => 0.5,
    owner: 'test',
    digest: (text) => createHash('sha256').update(text).digest('hex'),
  });
  const sources: ISourceReader = {
    read(path) {
      const text = documents[path];
      if (text !== undefined) return Promise.resolve({ name: path, text });
      return Promise.reject(new VideoGenerationError('SOURCE_UNREADABLE', { message: `No ${path}.` }));
    },
  };
  const templates: ITemplateLibrary = {
    list: () => Promise.resolve([]),
    find: (name) => Promise.reject(new VideoGenerationError('TEMPLATE_UNKNOWN', { message: `No ${name}.` })),
  };
  return { models, modelGateway, sources, templates, readiness, journal, ledger, cache };
}
