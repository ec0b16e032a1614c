import { createHash, createHmac } from 'node:crypto';
import type { EmulatorAnswer, EmulatorRequest, EmulatorRoute } from '../../emulator/emulator-route.js';
import type { EmulatorWorld } from '../../emulator/emulator.js';
import { webhookBody } from './synthesia-bodies.js';

interface Subscription {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly events: readonly string[];
}

/** The subscriptions of the account. Events are sent once, when a question first finds the video at its end. */
export class SynthesiaWebhooks {
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly told = new Set<string>();

  constructor(private readonly world: EmulatorWorld) {}

  /** Resolves when all receivers have answered or cannot be reached. */
  async tell(videoId: string, video: object): Promise<void> {
    const { status } = video as { status?: string };
    const type = status === 'complete' ? 'video.completed' : 'video.failed';
    const isEnd = ['complete', 'error', 'rejected'].includes(status ?? '');
    if (!isEnd || this.told.has(videoId)) return;
    this.told.add(videoId);
    for (const { url, secret, events } of this.subscriptions.values()) {
      if (events.includes(type)) await this.send(url, secret, { type, data: video });
    }
  }

  routes(refuse: (status: number, message: string) => EmulatorAnswer): EmulatorRoute[] {
    return [
      {
        method: 'POST',
        path: '/v2/webhooks',
        step: 'subscribe',
        answer: (request) => this.subscribe(request) ?? refuse(400, 'Invalid webhook.'),
      },
      {
        method: 'DELETE',
        path: '/v2/webhooks/:id',
        step: 'unsubscribe',
        answer: ({ params: { id = '' } }) =>
          this.subscriptions.delete(id) ? { status: 204 } : refuse(404, 'Webhook not found.'),
      },
    ];
  }

  private subscribe({ body }: EmulatorRequest): EmulatorAnswer | undefined {
    const parsed = webhookBody.safeParse(body);
    if (!parsed.success) return undefined;
    const { url, events } = parsed.data;
    const id = `webhook-${this.subscriptions.size + 1}`;
    const secret = createHash('sha256').update(`${this.world.apiKey}${url}${id}`).digest('hex');
    this.subscriptions.set(id, { id, url, secret, events });
    const createdAt = Math.floor(this.world.clock.now().getTime() / 1000);
    return { status: 201, body: { id, url, secret, status: 'active', createdAt, lastUpdatedAt: createdAt } };
  }

  private send(url: string, secret: string, body: object): Promise<void> {
    const timestamp = String(Math.floor(this.world.clock.now().getTime() / 1000));
    return this.world.webhooks.send({
      url,
      body,
      sign: (text) => ({
        'synthesia-timestamp': timestamp,
        'synthesia-signature': createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex'),
      }),
    });
  }
}
