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
            $modx->regClientCSS(Assets::url($modx, 'css/form.css'));
            $modx->regClientScript(Assets::url($modx, 'js/form.js'));
        } catch (\Throwable $error) {
            $modx->log(1, '[FrontpadQueue] the form ' . $name . ': ' . $error->getMessage());
        }
        return '';
    }

    /** @param array $properties of the snippet: `tpl` */
    public static function points($modx, array $properties): string
    {
        try {
            $tpl = isset($properties['tpl']) ? (string)$properties['tpl'] : 'FrontpadApi.Form.points';
            $isOn = (bool)(int)$modx->getOption('frontpadqueue_points', null, 0);
            $points = $isOn ? (new BuyerPoints($modx, Bridge::of($modx)->programs()))->ask() : 0;
            return $points > 0 ? (string)$modx->getChunk($tpl, ['points' => $points]) : '';
        } catch (\Throwable $error) {
            $modx->log(1, '[FrontpadQueue] the points: ' . $error->getMessage());
            return '';
        }
    }

    /** @param array $properties of the snippet: `article`, `yes`, `no` */
    public static function stopped($modx, array $properties): string
    {
        static $articles = null;
        try {
            if ($articles === null) {
                $isOn = (bool)(int)$modx->getOption('frontpadqueue_stops', null, 0);
                $articles = $isOn ? Bridge::of($modx)->stops()->articles(StopList::MARKS) : [];
            }
        } catch (\Throwable $error) {
            $articles = [];
        }
        $article = isset($properties['article']) ? trim((string)$properties['article']) : '';
        $key = $article !== '' && isset($articles[$article]) ? 'yes' : 'no';
        return isset($properties[$key]) ? (string)$properties[$key] : ($key === 'yes' ? '1' : '');
    }
}
