/** The number of unsent reports on the icon of the installed app, where the system shows one. */
window.addEventListener("billun:unsent", ({ detail }) => {
  const shown = detail.reports ? navigator.setAppBadge?.(detail.reports) : navigator.clearAppBadge?.();
  shown?.catch(() => {});
});
