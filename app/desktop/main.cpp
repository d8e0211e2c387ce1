// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/log.h"
#include "app/desktop/session.h"
#include "ui/models/english_plurals.h"
#include "ui/pages/shell/main_window.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QIcon>
#include <QStandardPaths>

#include <memory>
#include <string_view>

using namespace trutina;

namespace {

void nameApplication() {
    QCoreApplication::setOrganizationName(QStringLiteral("Trutina"));
    QCoreApplication::setApplicationName(QStringLiteral("trutina"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TRUTINA_VERSION));
}

/// Questions that are answered on the terminal need no display.
bool asksOnly(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--help" || argument == "-h" || argument == "--help-all" || argument == "--version" || argument == "-v") {
            return true;
        }
    }
    return false;
}

desktop::SessionOptions parse() {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Weighs answers, keeps your choice, exports preference data."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption sample(QStringLiteral("sample"), QCoreApplication::translate("main", "Open the sample project."));
    const QCommandLineOption model(QStringLiteral("model"), QCoreApplication::translate("main", "Load the reward model in DIR."),
                                   QStringLiteral("DIR"));
    parser.addOption(sample);
    parser.addOption(model);
    parser.addPositionalArgument(QStringLiteral("FILE"), QCoreApplication::translate("main", "A project to open (NAME.trutina)."),
                                 QStringLiteral("[FILE.trutina]"));
    parser.process(*QCoreApplication::instance());

    desktop::SessionOptions options;
    options.projectFile = parser.positionalArguments().value(0);
    options.opensSample = parser.isSet(sample);
    options.modelFolder = parser.value(model);
    return options;
}

} // namespace

int main(int argc, char** argv) {
    nameApplication();
    if (asksOnly(argc, argv)) {
        const QCoreApplication application(argc, argv);
        parse(); // answers and exits
        return 0;
    }
    QApplication application(argc, argv);
    QGuiApplication::setDesktopFileName(QStringLiteral("trutina"));
    ui::EnglishPlurals plurals;
    QCoreApplication::installTranslator(&plurals);
    desktop::SessionOptions options = parse();

    const QString home = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation);
    options.logFile = desktop::startLog(QDir(home).filePath(QStringLiteral("log")));
    options.dataFolder = home;
    options.sampleRecords = desktop::Session::shippedSample();
    options.demoModel = desktop::Session::shippedDemoModel();
    const desktop::RunningMark mark(home);

    ui::Theme theme(application);
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/trutina/icons/trutina.svg")));
    desktop::Session session(std::move(options));
    if (mark.lastSessionEndedEarly()) {
        session.window().showNotice(
            QCoreApplication::translate("main", "The last session ended early. Every confirmed vote is kept."));
    }
    session.start();
    return QApplication::exec();
}
