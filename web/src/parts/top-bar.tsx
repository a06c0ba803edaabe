import { useState } from 'preact/hooks';
import { saveToken } from '../api.ts';
import { ThemeButton } from './theme-button.tsx';

export function TopBar() {
  return (
    <header class="top">
      <h1>
        <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
          <rect x="1" y="3" width="30" height="8" rx="2" class="net-0" />
          <rect x="1" y="13" width="17" height="8" rx="2" class="net-1" />
          <rect x="20" y="13" width="11" height="8" rx="2" class="net-0" />
          <rect x="1" y="23" width="9" height="8" rx="2" class="net-1" />
          <rect x="12" y="23" width="19" height="8" rx="2" class="net-2" />
        </svg>
        Shardwright
      </h1>
      <p class="tagline">Where embedding tables go: each plan with its proof and its measurement</p>
      <nav aria-label="Page">
        <CopyLink />
        <a class="button small quiet" href="/docs">
          API
        </a>
        <ThemeButton />
      </nav>
    </header>
  );
}

function CopyLink() {
  const [words, setWords] = useState('Copy link');
  const copy = async (): Promise<void> => {
    // Without HTTPS a browser may keep the clipboard to itself: the address bar has the same link.
    const isCopied = await navigator.clipboard?.writeText(location.href).then(
      () => true,
      () => false,
    );
    setWords(isCopied ? 'Copied' : 'See the address bar');
    setTimeout(() => setWords('Copy link'), 2500);
  };
  return (
    <button type="button" class="button small quiet copy" onClick={() => void copy()}>
      <span aria-live="polite">{words}</span>
    </button>
  );
}

/** Where the server wants to know who asks. */
export function TokenForm() {
  const [token, setToken] = useState('');
  return (
    <form
      class="token-form"
      onSubmit={(event) => {
        event.preventDefault();
        saveToken(token);
        location.reload();
      }}
    >
      <h1>Shardwright</h1>
      <label>
        <span>This server asks for a bearer token. It is kept for this tab alone.</span>
        <input
          type="password"
          autocomplete="off"
          value={token}
          onInput={(event) => setToken(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button primary" disabled={token === ''}>
        Go on
      </button>
    </form>
  );
}
