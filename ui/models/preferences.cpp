// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/preferences.h"

#include <QDir>
#include <QStandardPaths>
#include <QVariant>

#include <algorithm>

namespace trutina::ui {

namespace {

constexpr int kSmallestText = 80;
constexpr int kLargestText = 200;
constexpr int kMostTiles = 64;
constexpr int kLongest = 1 << 20;

QString defaultFile() {
    const QSettings probe;
    return probe.fileName();
}

} // namespace

Preferences::Preferences(const QString& file, QObject* parent)
    : QObject(parent),
      m_settings(file.isEmpty() ? defaultFile() : file, QSettings::IniFormat),
      m_recentProjects(m_settings, QStringLiteral("recent/projects")),
      m_recentModels(m_settings, QStringLiteral("recent/models")),
      m_recentRuns(m_settings, QStringLiteral("recent/runs")) {}

int Preferences::number(const char* key, int fallback, int least, int most) const {
    bool isNumber = false;
    const int value = m_settings.value(QLatin1String(key)).toInt(&isNumber);
    return isNumber ? std::clamp(value, least, most) : fallback;
}

qint64 Preferences::byteCount(const char* key, qint64 fallback, qint64 least) const {
    bool isNumber = false;
    const qint64 value = m_settings.value(QLatin1String(key)).toLongLong(&isNumber);
    return isNumber ? std::max(value, least) : fallback;
}

bool Preferences::flag(const char* key, bool fallback) const {
    return m_settings.value(QLatin1String(key), fallback).toBool();
}

bool Preferences::put(const char* key, const QVariant& value) {
    if (m_settings.value(QLatin1String(key)) == value) {
        return false;
    }
    m_settings.setValue(QLatin1String(key), value);
    return true;
}

ThemePreference Preferences::theme() const {
    return static_cast<ThemePreference>(number("view/theme", 0, 0, 2));
}

void Preferences::setTheme(ThemePreference theme) {
    if (put("view/theme", static_cast<int>(theme))) {
        Q_EMIT appearanceChanged();
    }
}

int Preferences::textSize() const {
    return number("view/textSize", 100, kSmallestText, kLargestText);
}

void Preferences::setTextSize(int percent) {
    if (put("view/textSize", std::clamp(percent, kSmallestText, kLargestText))) {
        Q_EMIT appearanceChanged();
    }
}

bool Preferences::showsMarkdown() const {
    return flag("reading/markdown", true);
}

void Preferences::setShowsMarkdown(bool shows) {
    if (put("reading/markdown", shows)) {
        Q_EMIT readingChanged();
    }
}

bool Preferences::pickConfirms() const {
    return flag("reading/pickConfirms", false);
}

void Preferences::setPickConfirms(bool confirms) {
    if (put("reading/pickConfirms", confirms)) {
        Q_EMIT readingChanged();
    }
}

storage::MediaPolicy Preferences::mediaPolicy() const {
    return flag("project/referenceMedia", false) ? storage::MediaPolicy::Reference : storage::MediaPolicy::Copy;
}

void Preferences::setMediaPolicy(storage::MediaPolicy policy) {
    put("project/referenceMedia", policy == storage::MediaPolicy::Reference);
}

QString Preferences::modelFolder() const {
    return m_settings.value(QStringLiteral("model/folder")).toString();
}

void Preferences::setModelFolder(const QString& folder) {
    put("model/folder", folder);
}

QString Preferences::modelAdapter() const {
    return m_settings.value(QStringLiteral("model/adapter")).toString();
}

void Preferences::setModelAdapter(const QString& folder) {
    put("model/adapter", folder);
}

engine::DeviceChoice Preferences::device() const {
    return {static_cast<engine::DeviceKind>(number("model/device", 0, 0, 2)), number("model/deviceIndex", 0, 0, 63)};
}

void Preferences::setDevice(const engine::DeviceChoice& device) {
    put("model/device", static_cast<int>(device.kind));
    put("model/deviceIndex", device.index);
}

engine::ComputeType Preferences::computeType() const {
    return static_cast<engine::ComputeType>(number("model/computeType", 0, 0, 3));
}

void Preferences::setComputeType(engine::ComputeType type) {
    put("model/computeType", static_cast<int>(type));
}

bool Preferences::int8Weights() const {
    return flag("model/int8Weights", false);
}

void Preferences::setInt8Weights(bool on) {
    put("model/int8Weights", on);
}

qint64 Preferences::prefixCacheBytes() const {
    return byteCount("cache/prefixBytes", -1, -1);
}

void Preferences::setPrefixCacheBytes(qint64 bytes) {
    if (put("cache/prefixBytes", std::max<qint64>(-1, bytes))) {
        Q_EMIT cachesChanged();
    }
}

qint64 Preferences::featureCacheBytes() const {
    return byteCount("cache/featureBytes", engine::LoadOptions().featureCacheBytes, 0);
}

void Preferences::setFeatureCacheBytes(qint64 bytes) {
    if (put("cache/featureBytes", std::max<qint64>(0, bytes))) {
        Q_EMIT cachesChanged();
    }
}

engine::LoadOptions Preferences::loadOptions(const QString& folder) const {
    engine::LoadOptions options;
    options.directory = folder.toStdString();
    options.device = device();
    options.computeType = computeType();
    options.int8Weights = int8Weights() && options.device.kind != engine::DeviceKind::Cuda;
    if (options.int8Weights) {
        options.computeType = engine::ComputeType::Automatic; // they bring their own
    }
    options.prefixCacheBytes = prefixCacheBytes();
    options.featureCacheBytes = featureCacheBytes();
    return options;
}

int Preferences::hdNum() const {
    return number("model/hdNum", 9, 1, kMostTiles);
}

void Preferences::setHdNum(int value) {
    if (put("model/hdNum", std::clamp(value, 1, kMostTiles))) {
        Q_EMIT scoringChanged();
    }
}

int Preferences::maxLength() const {
    return number("model/maxLength", 16384, 1, kLongest);
}

void Preferences::setMaxLength(int tokens) {
    if (put("model/maxLength", std::clamp(tokens, 1, kLongest))) {
        Q_EMIT scoringChanged();
    }
}

bool Preferences::frameLabels() const {
    return flag("model/frameLabels", true);
}

void Preferences::setFrameLabels(bool on) {
    if (put("model/frameLabels", on)) {
        Q_EMIT scoringChanged();
    }
}

QString Preferences::lastProject() const {
    return m_settings.value(QStringLiteral("project/last")).toString();
}

void Preferences::setLastProject(const QString& file) {
    put("project/last", file);
}

bool Preferences::isFirstStart() const {
    return !flag("project/sampleMade", false);
}

void Preferences::setFirstStartDone() {
    put("project/sampleMade", true);
}

QByteArray Preferences::viewState(const QString& name) const {
    return m_settings.value(QStringLiteral("state/") + name).toByteArray();
}

void Preferences::setViewState(const QString& name, const QByteArray& state) {
    m_settings.setValue(QStringLiteral("state/") + name, state);
}

QString Preferences::folderFor(const QString& purpose) const {
    QString kept = m_settings.value(QStringLiteral("folder/") + purpose).toString();
    if (!kept.isEmpty() && QDir(kept).exists()) {
        return kept;
    }
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return !documents.isEmpty() && QDir(documents).exists() ? documents : QDir::homePath();
}

void Preferences::setFolderFor(const QString& purpose, const QString& folder) {
    m_settings.setValue(QStringLiteral("folder/") + purpose, folder);
}

bool Preferences::isDemoNoticeClosed() const {
    return flag("model/demoNoticeClosed", false);
}

void Preferences::setDemoNoticeClosed() {
    put("model/demoNoticeClosed", true);
}

void Preferences::flush() {
    m_settings.sync();
}

} // namespace trutina::ui
