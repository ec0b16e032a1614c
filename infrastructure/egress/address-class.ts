import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** What an IP address is for. Only `public` ones may be spoken to without the operator's word. */
export type AddressClass =
  | 'public'
  | 'loopback'
  | 'private'
  | 'link-local'
  | 'carrier-grade NAT'
  | 'multicast'
  | 'metadata'
  | 'reserved'
  | 'not an address';

type Range = readonly [network: string, prefix: number, kind: AddressClass];

/**
 * The first row that fits decides. Sources: IANA's special-purpose address registries (RFC 6890 and its
 * updates); the metadata addresses are those of AWS, Google, Azure, Alibaba and Oracle.
 */
const rangesOfIPv4: readonly Range[] = [
  ['169.254.169.254', 32, 'metadata'],
  ['169.254.170.2', 32, 'metadata'],
  ['168.63.129.16', 32, 'metadata'],
  ['100.100.100.200', 32, 'metadata'],
  ['192.0.0.192', 32, 'metadata'],
  ['0.0.0.0', 8, 'reserved'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'carrier-grade NAT'],
  ['127.0.0.0', 8, 'loopback'],
  ['169.254.0.0', 16, 'link-local'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'reserved'],
  ['192.0.2.0', 24, 'reserved'],
  ['192.88.99.0', 24, 'reserved'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'reserved'],
  ['198.51.100.0', 24, 'reserved'],
  ['203.0.113.0', 24, 'reserved'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'reserved'],
];

/** Whatever no row names is reserved: global unicast is 2000::/3 alone. */
const rangesOfIPv6: readonly Range[] = [
  ['::1', 128, 'loopback'],
  ['fd00:ec2::254', 128, 'metadata'],
  ['fd20:ce::254', 128, 'metadata'],
  ['fc00::', 7, 'private'],
  ['fe80::', 10, 'link-local'],
  ['fec0::', 10, 'private'],
  ['ff00::', 8, 'multicast'],
  // IETF protocol assignments, among them Teredo, which holds another address inside.
  ['2001::', 23, 'reserved'],
  ['2001:db8::', 32, 'reserved'],
  // 6to4 holds an IPv4 address inside; its relays are gone (RFC 7526).
  ['2002::', 16, 'reserved'],
  ['3fff::', 20, 'reserved'],
  ['2000::', 3, 'public'],
];

const ranges = {
  ipv4: rangesOfIPv4.map((range) => matcher(range, 'ipv4')),
  ipv6: rangesOfIPv6.map((range) => matcher(range, 'ipv6')),
  /** Lead to the IPv4 address in their last 32 bits: mapped (RFC 4291) and NAT64 (RFC 6052). */
  embedding: [matcher(['::ffff:0:0', 96, 'public'], 'ipv6'), matcher(['64:ff9b::', 96, 'public'], 'ipv6')],
};

interface Matcher {
  readonly kind: AddressClass;
  matches(address: string): boolean;
}

function matcher([network, prefix, kind]: Range, family: 'ipv4' | 'ipv6'): Matcher {
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return { kind, matches: (address) => list.check(address, family) };
}

/** What an IP address, as text without brackets, is for. Addresses with a zone (`fe80::1%eth0`) are link-local. */
export function classifyAddress(address: string): AddressClass {
  if (isIPv4(address)) return ranges.ipv4.find((range) => range.matches(address))?.kind ?? 'public';
  if (!isIPv6(address)) return 'not an address';
  if (address.includes('%')) return 'link-local';
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  if (ranges.embedding.some((range) => range.matches(canonical))) {
    return classifyAddress(lastFourBytes(canonical));
  }
  return ranges.ipv6.find((range) => range.matches(canonical))?.kind ?? 'reserved';
}

/** Of a canonical IPv6 address. A `::` at its end stands for zeros. */
function lastFourBytes(canonical: string): string {
  const groups = canonical.endsWith('::') ? ['0', '0'] : canonical.split(':').slice(-2);
  const [high, low] = groups.map((group) => Number.parseInt(group === '' ? '0' : group, 16)) as [
    number,
    number,
  ];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
