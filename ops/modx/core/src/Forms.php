<?php

namespace FrontpadQueue;

/** The snippets of the forms. They put what a form shows into placeholders, and never break a page. */
final class Forms
{
    const CLASSES = ['status' => StatusForm::class, 'certificate' => CertificateForm::class];

    /** @param array $properties of the snippet: `captcha` */
    public static function show($modx, string $name, array $properties): string
    {
        try {
            $bridge = Bridge::of($modx);
            $class = self::CLASSES[$name];
            $captcha = isset($properties['captcha']) ? trim((string)$properties['captcha'])
                : trim((string)$modx->getOption('frontpadqueue_captcha', null, ''));
            $form = new $class($modx, $bridge->programs(), new VisitorLimit(MODX_CORE_PATH . 'cache/frontpadqueue/visitors'),
                $captcha);
            $modx->setPlaceholders($form->placeholders($_POST, $_SERVER), "frontpad.$name.");
            $assets = $modx->getOption('assets_url', null, '/assets/') . 'components/frontpadqueue/';
            $modx->regClientCSS("{$assets}css/form.css");
            $modx->regClientScript("{$assets}js/form.js");
        } catch (\Throwable $error) {
            $modx->log(1, '[FrontpadQueue] the form ' . $name . ': ' . $error->getMessage());
        }
        return '';
    }
}
