// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/english_plurals.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QLocale>
#include <QTest>

namespace trutina::testing {

/// The main() of a test of windows: an application with the theme and the plurals of the real one, without motion, in the C
/// locale.
template <typename Test>
int runWindowTest(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setApplicationVersion(QStringLiteral("0.1.0"));
    QLocale::setDefault(QLocale::c());
    ui::EnglishPlurals plurals;
    QCoreApplication::installTranslator(&plurals);
    ui::Theme theme(application);
    theme.setMotion(ui::MotionChoice::Off);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace trutina::testing
