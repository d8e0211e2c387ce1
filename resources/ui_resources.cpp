// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/ui_resources.h"

#include <QtCore/QDir>
#include <QtCore/qglobal.h>

void initializeTrutinaResources() {
    Q_INIT_RESOURCE(trutina_ui);
}
