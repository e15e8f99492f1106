import type { ConnectionDto } from '../../../contract/model.ts';

type Words = {
  readonly kicker: string;
  readonly title: string;
  /** Red where ads or access are at stake. */
  readonly tone: 'waiting' | 'bad';
  readonly button: string;
};

/** What stands on the card while Facebook is not connected, for each reason. */
export function connectWords(connection: Pick<ConnectionDto, 'state' | 'problem'>): Words {
  const again = 'Connect Facebook again';
  switch (connection.state) {
    case 'NOT_CONNECTED':
      return {
        kicker: 'Waiting for you',
        title: 'Connect your Facebook ad account',
        tone: 'waiting',
        button: 'Connect Facebook',
      };
    case 'DENIED':
      return {
        kicker: 'Not connected',
        title: 'You chose not to connect',
        tone: 'waiting',
        button: 'Connect Facebook',
      };
    case 'MISSING_PERMISSION':
      return {
        kicker: 'Not connected yet',
        title: 'A permission is missing',
        tone: 'waiting',
        button: again,
      };
    case 'EXPIRED':
      return {
        kicker: 'Your connection has run out',
        title: 'Please connect Facebook again',
        tone: 'bad',
        button: again,
      };
    case 'REVOKED':
      return {
        kicker: 'Facebook no longer lets me in',
        title: 'Please connect Facebook again',
        tone: 'bad',
        button: again,
      };
    default:
      // Connected, but nothing there that ads could be made with.
      return {
        kicker: 'Something is missing at Facebook',
        title: 'Connected, but I cannot make ads yet',
        tone: 'waiting',
        button: again,
      };
  }
}
