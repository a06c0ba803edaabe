import { render } from 'preact';
import { App } from './app.tsx';
import { readLink } from './link.ts';
import { applyTheme } from './parts/theme-button.tsx';

applyTheme();
const root = document.getElementById('app');
if (root !== null) void readLink(location.hash).then((link) => render(<App link={link} />, root));
