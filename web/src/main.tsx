import { render } from 'preact';
import { App } from './app.tsx';
import { readLink } from './link.ts';
import { restoreRequest } from './linked-request.ts';
import { applyTheme } from './parts/theme-button.tsx';

applyTheme();
const root = document.getElementById('app');
if (root !== null) void start(root);

async function start(place: HTMLElement): Promise<void> {
  const { view, request } = await readLink(location.hash);
  render(<App view={view} request={await restoreRequest(request)} />, place);
}
