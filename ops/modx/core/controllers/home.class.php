<?php

require_once dirname(__DIR__) . '/load.php';

/** The page «Frontpad» of the manager. It is a whole page, without the manager's frame, so that a phone can show it. */
class FrontpadqueueHomeManagerController extends modExtraManagerController
{
    public $loadHeader = false;
    public $loadFooter = false;
    public $loadBaseJavascript = false;

    public function checkPermissions()
    {
        return $this->modx->hasPermission(FrontpadQueue\Page\ManagerPage::PERMISSION);
    }

    public function getLanguageTopics()
    {
        return ['frontpadqueue:default', 'frontpadqueue:manager'];
    }

    public function getPageTitle()
    {
        return 'Frontpad';
    }

    public function process(array $scriptProperties = [])
    {
        $page = new FrontpadQueue\Page\ManagerPage($this->modx, FrontpadQueue\Bridge::of($this->modx));
        $isPost = isset($_SERVER['REQUEST_METHOD']) && $_SERVER['REQUEST_METHOD'] === 'POST';
        $address = $isPost ? $page->act($_POST) : null;
        if ($address !== null) {
            // A path. Behind a proxy MODX does not know the site's own scheme and port.
            header("Location: $address", true, 303);
            session_write_close();
            exit;
        }
        foreach (FrontpadQueue\Page\ManagerPage::HEADERS as $header) {
            header($header);
        }
        return $page->html($_GET);
    }

    public function getTemplateFile()
    {
        return '';
    }
}
