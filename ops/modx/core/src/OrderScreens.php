<?php

namespace FrontpadQueue;

/** Adds the column and the tab to the orders of miniShop2. */
final class OrderScreens
{
    private $modx;

    public function __construct($modx)
    {
        $this->modx = $modx;
    }

    public function add(array $parameters)
    {
        $controller = isset($parameters['controller']) ? $parameters['controller'] : null;
        if (!isset($parameters['page']) || $parameters['page'] !== 'orders' || !is_object($controller)
            || !method_exists($controller, 'addLastJavascript')) {
            return;
        }
        $this->modx->lexicon->load(Bridge::NAMESPACE_NAME . ':manager');
        $config = [
            'connector' => $this->modx->getOption('assets_url', null, '/assets/') . 'components/frontpadqueue/connector.php',
            'mayRead' => (bool)$this->modx->hasPermission('msorder_view'),
            'words' => [
                'column' => $this->modx->lexicon('frontpadqueue_title'),
                'loading' => $this->modx->lexicon('frontpadqueue_loading'),
                'unreadable' => $this->modx->lexicon('frontpadqueue_unreadable'),
            ],
        ];
        $json = json_encode($config, JSON_UNESCAPED_UNICODE | JSON_HEX_TAG | JSON_HEX_AMP);
        $controller->addHtml("<script>var FrontpadQueue = $json;</script>");
        $controller->addCss(Assets::url($this->modx, 'css/manager.css'));
        $controller->addLastJavascript(Assets::url($this->modx, 'js/orders.js'));
    }
}
