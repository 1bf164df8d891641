import {h, render} from './lib.js';
import {start} from './api.js';
import {follow, update} from './store.js';
import {App} from './shell.js';
import {applyStoredTheme} from './theme.js';
import {Failure} from './ui.js';

applyStoredTheme();
const root = document.getElementById('app');

/** A report has its data in the document. @param {object} data */
function open(data) {
  update({
    ...data,
    recent: data.counts ? [data.counts] : [],
    connection: data.live ? 'connecting' : 'report',
  });
  root.replaceChildren();
  render(h(App), root);
  if (data.live) {
    follow();
  }
}

const report = document.getElementById('fleet-data');
if (report) {
  open(JSON.parse(report.textContent));
} else {
  start().then(open, (error) => {
    root.replaceChildren();
    render(h(Failure, {error}), root);
  });
}
