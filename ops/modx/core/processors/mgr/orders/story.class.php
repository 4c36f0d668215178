<?php

require_once dirname(__DIR__, 3) . '/load.php';

/** The story of an order, as HTML for a tab of its window. */
class FrontpadQueueOrdersStoryProcessor extends modProcessor
{
    public function checkPermissions()
    {
        return $this->modx->hasPermission('msorder_view');
    }

    public function process()
    {
        $bridge = FrontpadQueue\Bridge::of($this->modx);
        $order = (string)(int)$this->getProperty('id');
        $html = (new FrontpadQueue\OrderStates($this->modx, $bridge->programs()))->story($order);
        $page = new FrontpadQueue\Page\ManagerPage($this->modx, $bridge);
        $link = '<p><a href="' . $page->address('order', ['order' => $order]) . '" target="_blank">'
            . FrontpadQueue\Html::escape($page->say('open_page')) . '</a></p>';
        return $this->success('', ['html' => $html . $link]);
    }
}

return 'FrontpadQueueOrdersStoryProcessor';
