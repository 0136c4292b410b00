"""The cases of GOV.UK Frontend that are not compared, each by name, with what it would need that nothing here has."""

from __future__ import annotations

COMPONENTS = {
    "accordion": "parts that open one by one are `details`",
    "back-link": "pages have breadcrumbs",
    "character-count": "counts by script",
    "cookie-banner": "only the cookies that signing in needs",
    "date-input": "a date is one field",
    "error-message": "drawn inside a field",
    "exit-this-page": "nobody has to leave in a hurry",
    "feedback": "no feedback service",
    "fieldset": "drawn inside `choices`",
    "footer": "ours has no crown and no links of GOV.UK",
    "header": "ours has no crown: `generic_header`",
    "hint": "drawn inside a field",
    "label": "drawn inside a field",
    "language-navigation": "one language",
    "password-input": "shown by script",
    "phase-banner": "the strip of the demonstration",
    "tabs": "by script: `sub_navigation` leads to pages",
}
"""Components that have no counterpart here, and what stands in their place."""

CASES: dict[str, dict[str, tuple[str, ...]]] = {
    "breadcrumbs": {
        "an option html": ("html",),
        "another name for the landmark": ("custom label",),
        "attributes of a page's own": ("attributes", "item attributes",),
        "classes of a page's own": ("inverse", "classes",),
        "steps left out on a phone": ("with collapse on mobile",),
    },
    "button": {
        "a button that sends no form": ("type",),
        "a button with a name": (
            "secondary", "secondary hover state", "secondary active state", "secondary focus state",
            "secondary disabled", "warning", "warning hover state", "warning active state", "warning focus state",
            "warning disabled", "inverse", "inverse hover state", "inverse active state", "inverse focus state",
            "inverse disabled", "name",
        ),
        "a button with a value": ("value",),
        "a control that cannot be used": ("disabled",),
        "a start page": ("start", "start link", "start link with html",),
        "an id of a page's own": ("id",),
        "attributes of a page's own": ("attributes", "link attributes",),
        "classes of a page's own": (
            "default hover state", "default active state", "default focus state", "classes", "link classes",
        ),
        "double clicks prevented by script": ("don't prevent double click", "prevent double click",),
    },
    "checkboxes": {
        "a button with a name": ("with hints on items", "with id and name",),
        "a question that is the heading of its page": ("with legend as a page heading", "with disabled item",),
        "an option conditional": (
            "with pre-checked values", "with divider, None and conditional items", "with conditional items",
            "small with conditional reveal", "with conditional items with special characters",
            "with conditional item checked", "textarea in conditional",
        ),
        "an option divider": ("with divider and None", "small with divider and None",),
        "an option hint": ("with error message", "small with hint",),
        "attributes of a page's own": ("attributes",),
        "choices without a question above them": (
            "with idPrefix", "with falsy values", "classes", "with checked item", "items with attributes",
            "empty conditional", "with label classes", "multiple hints", "label with attributes",
            "with error and idPrefix", "item checked overrides values",
        ),
        "classes of a page's own": ("with optional form-group classes showing group error", "fieldset params",),
        "described by something elsewhere on the page": (
            "with fieldset describedBy", "with error, hint and fieldset describedBy",
            "with single option set 'aria-describedby' on input, and describedBy",
            "with single option (and hint) set 'aria-describedby' on input, and describedBy",
            "with error message and fieldset describedBy",
        ),
    },
    "details": {
        "an id of a page's own": ("expanded", "id",),
        "attributes of a page's own": ("attributes",),
        "classes of a page's own": ("classes",),
    },
    "error-summary": {
        "an option descriptionHtml": ("description html",),
        "an option descriptionText": (
            "with description only", "with everything", "description", "html as descriptionText",
        ),
        "an option titleHtml": ("title html",),
        "another title": ("html as titleText",),
        "attributes of a page's own": ("attributes", "error list with attributes",),
        "classes of a page's own": ("classes",),
        "focus moved by script": ("autofocus disabled", "autofocus explicitly enabled",),
    },
    "file-upload": {
        "a button with a value": ("with value",),
        "a control that cannot be used": ("disabled",),
        "attributes of a page's own": ("attributes",),
        "classes of a page's own": ("with label as page heading", "classes", "with optional form-group classes",),
        "described by something elsewhere on the page": (
            "with describedBy", "with hint and describedBy", "with error and describedBy",
            "with error, describedBy and hint",
        ),
        "drag and drop by script": (
            "enhanced", "enhanced, with error message and hint", "enhanced, multiple files",
            "enhanced, custom wrapper classes and attributes",
        ),
        "several files at once": ("translated, no javascript enhancement", "allows multiple files", "translated",),
    },
    "generic-header": {
        "a picture for a name": ("with image logo", "with text and image logo",),
        "attributes of a page's own": ("attributes",),
        "classes of a page's own": ("full width", "classes",),
    },
    "input": {
        "a control that cannot be used": ("disabled",),
        "attributes of a page's own": ("attributes",),
        "classes of a page's own": (
            "with label as page heading", "with extra letter spacing", "classes", "with optional form-group classes",
        ),
        "described by something elsewhere on the page": (
            "with describedBy", "hint with describedBy", "error with describedBy", "with error, hint and describedBy",
        ),
        "something before or after an input": (
            "with prefix", "with suffix", "with prefix and suffix", "with prefix and suffix and error",
            "with prefix and suffix and width modifier", "with prefix with html as text", "with prefix with html",
            "with prefix with classes", "with prefix with attributes", "with suffix with html as text",
            "with suffix with html", "with suffix with classes", "with suffix with attributes",
            "with customised input wrapper",
        ),
    },
    "inset-text": {
        "an id of a page's own": ("id",),
        "attributes of a page's own": ("attributes",),
        "classes of a page's own": ("classes",),
    },
    "notification-banner": {
        "an id of a page's own": ("custom title id", "custom title id with type as success",),
        "an option html": ("with text as html", "with lots of content",),
        "another level of heading": ("custom title heading level",),
        "another role": ("custom role", "role=alert overridden to role=region, with type as success",),
        "attributes of a page's own": ("attributes", "custom tabindex",),
        "classes of a page's own": ("classes",),
        "focus moved by script": (
            "auto-focus disabled, with type as success", "auto-focus explicitly enabled, with type as success",
        ),
    },
    "pagination": {
        "an option text": (
            "with custom link and item text", "with prev and next only and labels",
            "with prev and next only and very long labels",
        ),
        "an option visuallyHiddenText": ("with custom accessible labels on item links",),
        "attributes of a page's own": ("with custom attributes",),
        "classes of a page's own": ("with custom classes",),
        "empty entries that count": ("with empty items",),
    },
    "panel": {
        "actions inside a panel": ("confirmation, with actions",),
        "attributes of a page's own": ("attributes",),
        "classes of a page's own": (
            "interruption", "interruption-with-content-with-long-line-length",
            "interruption-with-headings-content-and-lists", "classes", "interruption with custom classes",
            "interruption, with actions classes and attributes", "interruption, submit action",
            "interruption, button link", "interruption, no actions", "interruption, no actions items",
        ),
    },
    "radios": {
        "a question that is the heading of its page": (
            "with legend as page heading", "with hints on items", "with disabled",
        ),
        "an option conditional": (
            "with conditional items", "with conditional item checked", "textarea in conditional",
            "with conditional items with special characters", "with conditional items and pre-checked value",
        ),
        "an option divider": ("with a divider", "small with a divider",),
        "an option hint": ("with hints on parent and items",),
        "attributes of a page's own": ("attributes",),
        "choices without a question above them": (
            "without fieldset", "with idPrefix", "minimal items and name", "with falsy items",
            "items with attributes", "with empty conditional", "label with classes", "with error message",
            "with error message and idPrefix", "label with attributes", "item checked overrides value",
            "prechecked using value",
        ),
        "classes of a page's own": (
            "inline", "with optional form-group classes showing group error", "small", "small with error",
            "small with hint", "small with conditional reveal", "small inline", "fieldset params",
        ),
        "described by something elsewhere on the page": (
            "fieldset with describedBy", "with describedBy and hint", "with hint, error message and describedBy",
            "with fieldset, error message and describedBy",
        ),
    },
    "select": {
        "a control that cannot be used": ("default", "with label as page heading", "with selected value",),
        "an entry that overrides the value": ("item selected overrides value",),
        "attributes of a page's own": ("attributes", "attributes on items",),
        "choices that have no value": ("without values", "without values with selected value", "with falsy values",),
        "classes of a page's own": ("with full width override", "with optional form-group classes",),
        "described by something elsewhere on the page": (
            "with describedBy", "hint and describedBy", "error and describedBy",
        ),
        "empty entries that count": ("with falsy items",),
    },
    "service-navigation": {
        "a menu opened by script": (
            "default", "with navigation with a current item", "with large navigation",
            "with service name and navigation",
            "with a single navigation item and collapseNavigationOnMobile set to true",
            "with custom navigation toggle text", "with custom navigation toggle label",
            "with identical navigation toggle text and label",
            "with custom navigation toggle text and navigation label", "with navigation having empty values",
            "with navigation with an active item", "with right-aligned language navigation",
        ),
        "an end that stands below the row": ("with language navigation",),
        "an id of a page's own": ("with custom navigation ID",),
        "an option html": ("with HTML navigation items",),
        "an option start": ("with slotted content",),
        "another name for the landmark": ("with custom aria-label", "with custom navigation label",),
        "attributes of a page's own": ("attributes",),
        "classes of a page's own": (
            "inverse", "classes", "with custom navigation classes", "inverse with language navigation",
        ),
        "entries that lead nowhere": ("with non-link navigation items",),
    },
    "skip-link": {
        "attributes of a page's own": ("attributes",),
        "classes of a page's own": ("with focus", "classes",),
    },
    "summary-list": {
        "attributes of a page's own": (
            "attributes", "actions with attributes", "summary card with custom attributes",
        ),
        "classes of a page's own": (
            "no-border", "no-border on last row", "key with classes", "actions with classes", "classes on items",
            "rows with classes", "summary card with custom classes", "overridden-widths",
        ),
    },
    "table": {
        "attributes of a page's own": ("attributes",),
        "classes of a page's own": ("classes", "with small text modifier for tables with a lot of data",),
        "columns that have no heading": (
            "with firstCellIsHeader true", "firstCellIsHeader with classes", "firstCellIsHeader with html",
            "firstCellIsHeader with html as text", "firstCellIsHeader with rowspan and colspan",
            "firstCellIsHeader with attributes",
        ),
        "rows that have no heading": (
            "default", "with head", "html as text", "html", "head with classes", "head with rowspan and colspan",
            "head with attributes", "with falsy items", "rows with classes", "rows with rowspan and colspan",
            "rows with attributes",
        ),
    },
    "tag": {
        "attributes of a page's own": ("attributes",),
    },
    "task-list": {
        "attributes of a page's own": ("custom attributes",),
        "classes of a page's own": ("forced hover state", "custom classes",),
        "empty entries that count": ("with empty values",),
    },
    "textarea": {
        "attributes of a page's own": ("attributes",),
        "classes of a page's own": ("with label as page heading", "classes", "with optional form-group classes",),
        "described by something elsewhere on the page": (
            "with describedBy", "with hint and described by", "with error message and described by",
            "with hint, error message and described by",
        ),
    },
    "warning-text": {
        "attributes of a page's own": ("attributes",),
        "classes of a page's own": ("classes",),
    },
}  # fmt: skip
"""Component, what ours has not, and the names of the cases that need it."""
