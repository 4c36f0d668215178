// Sends the forms of FrontpadQueue without leaving the page. Without this script they work as plain forms.
(function () {
    'use strict';

    document.addEventListener('submit', function (event) {
        var form = event.target;
        if (!form.hasAttribute || !form.hasAttribute('data-frontpad-form') || !window.fetch || !window.DOMParser) {
            return;
        }
        event.preventDefault();
        var button = form.querySelector('[type=submit]');
        var result = form.querySelector('[data-frontpad-result]');
        button.disabled = true;
        form.setAttribute('aria-busy', 'true');
        // The answer is the whole page, as a visitor without this script gets it. The form's part of it is taken over.
        fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form)), credentials: 'same-origin'})
            .then(function (answer) {
                return answer.text();
            })
            .then(function (text) {
                var page = new DOMParser().parseFromString(text, 'text/html');
                var fresh = page.getElementById(form.id);
                var found = fresh && fresh.querySelector('[data-frontpad-result]');
                if (!found) {
                    throw new Error('no form in the answer');
                }
                result.textContent = found.textContent;
                result.setAttribute('data-state', found.getAttribute('data-state'));
                form.elements.frontpad_token.value = fresh.elements.frontpad_token.value;
                button.disabled = false;
                form.removeAttribute('aria-busy');
                result.focus();
            })
            .catch(function () {
                form.submit();
            });
    });
}());
