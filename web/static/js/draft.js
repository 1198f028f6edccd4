// A form that keeps itself: htmx sends it as one types.

// why(response): the sentence for a save that was not kept, from { status, redirected }, or from nothing at all when the
// connection is cut. kept: called after a save that was.
export const keepsItself = (form, trouble, why, kept = () => {}) => {
  // Which save of this page is the latest, should one arrive after another.
  let order = 0;
  form.addEventListener("formdata", ({ formData }) => formData.set("order", ++order));

  document.addEventListener("htmx:error", () => (trouble.textContent = why({})));
  document.addEventListener("htmx:after:request", ({ detail }) => {
    const { raw, status } = detail.ctx.response;
    const fine = status < 400 && !raw.redirected;
    trouble.textContent = fine ? "" : why({ status, redirected: raw.redirected });
    if (fine) kept();
  });
};
