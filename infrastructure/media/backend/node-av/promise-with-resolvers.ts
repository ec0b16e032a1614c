interface WithResolvers {
  withResolvers?: <T>() => {
    readonly promise: Promise<T>;
    readonly resolve: (value: T | PromiseLike<T>) => void;
    readonly reject: (reason?: unknown) => void;
  };
}

/**
 * `Promise.withResolvers` for Node 20, which node-av needs before it is imported: without it, streamed
 * sound silently has no frames.
 */
export function installPromiseWithResolvers(): void {
  const constructor: WithResolvers = Promise as WithResolvers;
  constructor.withResolvers ??= function withResolvers<T>() {
    let resolve!: (value: T | PromiseLike<T>) => void;
    let reject!: (reason?: unknown) => void;
    const promise = new Promise<T>((onResolve, onReject) => {
      resolve = onResolve;
      reject = onReject;
    });
    return { promise, resolve, reject };
  };
}
