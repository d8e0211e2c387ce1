// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/demo_model.h"

#include "ui/contracts/file_path.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

namespace trutina::ui {

namespace {

bool isOfDemoWorlds(const storage::ItemRecord& item) {
    const QJsonObject meta = QJsonDocument::fromJson(QByteArray::fromStdString(item.meta)).object();
    return meta.value(QLatin1String("world")).toString() == QLatin1String("demo");
}

} // namespace

bool DemoModel::isLoaded(const contracts::ModelDesk& desk) const {
    const auto loaded = desk.loadedFrom();
    return loaded && !m_folder.isEmpty() && loaded->adapter.empty() &&
           QFileInfo(contracts::textOf(loaded->directory)) == QFileInfo(m_folder);
}

QString DemoModel::nameOf(const contracts::ModelDesk& desk) const {
    const auto model = desk.model();
    if (!model) {
        return {};
    }
    return isLoaded(desk) ? tr("Demonstration model") : QString::fromStdString(model->name);
}

QString DemoModel::notice() {
    return tr("A small demonstration model that knows coloured shapes. Choose IXC-2.5-Reward for real work.");
}

QString DemoModel::outsideNotice(const storage::ItemRecord& item) {
    if (isOfDemoWorlds(item)) {
        return {};
    }
    if (item.media.empty()) {
        return tr("This question is outside what the demonstration model knows: its score means nothing here.");
    }
    if (item.media.size() > 1) {
        return tr("These media are outside what the demonstration model knows: its score means nothing here.");
    }
    return item.media.front().isVideo
               ? tr("This video is outside what the demonstration model knows: its score means nothing here.")
               : tr("This picture is outside what the demonstration model knows: its score means nothing here.");
}

} // namespace trutina::ui
