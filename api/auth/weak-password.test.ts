import { expect, test } from 'vitest';
import { weakPassword } from './weak-password.ts';

const ADA = { email: 'ada.lovelace@example.test', name: 'Ada Lovelace' };

test.each([
  'aaaaaaaaaaaa',
  'abababababab',
  '1234567890',
  'abcdefghij',
  '9876543210',
  'password123',
  'P4ssw0rd!!99',
  'passwordpassword',
  '2024iloveyou!',
  'AdaLovelace1',
  'ada.lovelace@example.test',
])('%s would be guessed at once', (password) => {
  expect(weakPassword(password, ADA)).not.toBeNull();
});

test.each(['seventeen quiet otters', 'k3#mVq9$zL1w', 'Brot um vier Uhr früh', 'correct horse'])(
  '%s is taken',
  (password) => {
    expect(weakPassword(password, ADA)).toBeNull();
  },
);
